// For: .theme-switch
// Light or dark by choice; what the system says anyway is not remembered.
document.querySelector(".theme-switch").onclick = () => {
  const root = document.documentElement.dataset
  const system = matchMedia("(prefers-color-scheme:dark)").matches ? "dark" : "light"
  const next = (root.theme || system) == "dark" ? "light" : "dark"
  localStorage.theme = root.theme = next == system ? "" : next
}
