// For: .contents
// Open where it stands beside the text; the link to what is being read is marked: the last
// heading above the upper third of the window.
const list = document.querySelector(".contents details")
const links = [...list.querySelectorAll("a")]
const observer = new IntersectionObserver(() => {
  links.forEach((link) => link.ariaCurrent = null)
  const link = links.findLast((link) => link.offsetParent && link.to.getBoundingClientRect().top < innerHeight / 3)
  if (link) link.ariaCurrent = "true"
}, { rootMargin: "0px 0px -66%" })
links.forEach((link) => {
  link.to = document.getElementById(link.getAttribute("href").slice(1))
  observer.observe(link.to)
})
list.open = innerWidth >= 1152
