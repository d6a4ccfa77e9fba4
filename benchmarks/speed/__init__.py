"""The race of `invoke bench`: this blog beside other generators, on one blog, with one job.

`peers` says what each generator needs and runs, `sources` writes the posts as each reads them,
`layouts/` holds their templates, `tools` fetches them. `measuring` runs one process and counts its
seconds and memory, `rounds` lets all run in turn, `reloading` asks a browser how long a saved post
takes to appear. `figures` makes ratios of what was measured, `goals` says what is wanted, `table`
and `plot` write it down. `command` is the task.
"""
