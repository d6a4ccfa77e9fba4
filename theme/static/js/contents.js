// For: .contents
// Open where it stands beside the text; the link to what is being read is marked: the last
// heading above the upper third of the window.
const details = document.querySelector(".contents details")
details.open = innerWidth >= 1152
const places = [...details.querySelectorAll("a")].map((link) => [
  link, document.getElementById(link.getAttribute("href").slice(1))])
const observer = new IntersectionObserver(() => {
  const above = places.filter((place) => place[1]?.getBoundingClientRect().top < innerHeight / 3)
  places.forEach(([link]) => link.removeAttribute("aria-current"))
  above.pop()?.[0].setAttribute("aria-current", "true")
}, { rootMargin: "0px 0px -66%" })
places.forEach((place) => place[1] && observer.observe(place[1]))
