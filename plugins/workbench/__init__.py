"""What the tasks call: building, serving, writing and checking the blog from the shell.

No Pelican plugin; it stands here because the tasks and the plugins share their import path.
"""
