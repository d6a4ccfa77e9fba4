// For: .ground
// A number shows the words it stands for, where the reader is; without this it leads to them.
const sheet = document.querySelector(".ground")
document.onclick = (event) => {
  const link = event.target.closest(".refs a")
  const ground = link?.closest("section").querySelector('.grounds [href="' + link.hash + '"]')
  if (!ground || event.ctrlKey || event.metaKey) return
  sheet.innerHTML = ground.parentNode.innerHTML
  sheet.showPopover()
  sheet.firstChild.focus()
  return false
}
sheet.onclick = sheet.hidePopover
