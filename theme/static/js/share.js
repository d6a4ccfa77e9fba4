// For: .share
// The device's own way to share, where it has one.
const native = document.querySelector(".share button")
if (navigator.share) {
  native.hidden = false
  native.onclick = () => navigator.share({ title: document.title, url: location.href }).catch(() => {})
}
