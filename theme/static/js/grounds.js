// For: .grounds
// A number shows the words it stands for, where the reader is; without this it leads to them.
const sheet = document.createElement("div")
sheet.className = "ground"
sheet.popover = "auto"
document.body.append(sheet)
document.addEventListener("click", (event) => {
  const link = event.target.closest(".refs a")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  const ground = [...link.closest("section").querySelectorAll(".grounds a")].find((one) => one.href == link.href)
  if (!ground) return
  event.preventDefault()
  sheet.innerHTML = ground.parentNode.innerHTML
  const first = sheet.querySelector("a")
  first.textContent = link.ariaLabel
  first.onclick = () => sheet.hidePopover()
  sheet.showPopover()
  first.focus()
})
