// For: .grounds
// A number shows the words it stands for, where the reader is; without this it leads to them.
const sheet = document.createElement("div")
sheet.className = "ground"
sheet.popover = "auto"
document.body.append(sheet)
document.addEventListener("click", (event) => {
  const link = event.target.closest(".refs a")
  if (!link || !sheet.showPopover || event.ctrlKey || event.metaKey || event.shiftKey) return
  const item = [...link.closest("section").querySelectorAll(".grounds li")].find(
    (one) => one.querySelector("a").href == link.href)
  if (!item) return
  event.preventDefault()
  sheet.replaceChildren(...item.cloneNode(true).childNodes)
  const first = sheet.querySelector("a")
  first.textContent = link.ariaLabel
  first.onclick = () => sheet.hidePopover()
  sheet.showPopover()
  first.focus()
})
