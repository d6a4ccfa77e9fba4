// Keys and small comforts; every act is a plain form and works without this file.
const sentences = [...document.querySelectorAll('[data-sentence]')];
const current = () => document.activeElement?.closest?.('[data-sentence]') ?? null;
const section = () => document.activeElement?.closest?.('[data-section]')
  ?? document.querySelector('[data-section]');

const move = (step) => {
  const at = sentences.indexOf(current());
  const next = sentences[Math.min(sentences.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'center', behavior: 'instant' });
};

const unfold = (place, what) => {
  const details = place?.querySelector(what);
  if (!details) return;
  details.open = true;
  details.querySelector('textarea, input:not([type=hidden]), button')?.focus();
};

const article = (step) => {
  const links = [...document.querySelectorAll('[data-article]')];
  const at = links.findIndex((link) => link.getAttribute('aria-current'));
  links[at + step]?.click();
};

const keys = {
  j: () => move(current() ? 1 : 0),
  k: () => move(-1),
  e: () => unfold(current(), 'details.edit'),
  r: () => unfold(current(), 'details.ask'),
  x: () => current()?.querySelector('form.drop button').click(),
  a: () => section()?.querySelector('[data-accept] button')?.focus(),
  d: () => unfold(section()?.querySelector('.verdict'), 'details.reject'),
  n: () => article(1),
  p: () => article(-1),
  v: () => unfold(document, 'details.preview'),
};

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    const details = document.activeElement?.closest?.('details[open]');
    if (!details) return;
    details.open = false;
    (details.closest('[data-sentence]') ?? details.querySelector('summary')).focus();
    return;
  }
  const isWriting = event.target.matches('input, textarea, select');
  if (isWriting || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) {
    event.preventDefault();
    return;
  }
  // A second click would ask, and pay, twice.
  for (const button of form.querySelectorAll('button')) button.disabled = true;
  form.setAttribute('aria-busy', 'true');
});

// Back from an act: the place where the person was.
const place = sessionStorage.getItem('place');
sessionStorage.removeItem('place');
if (place && document.querySelector('.message')) {
  const [name, id, number] = JSON.parse(place);
  const found = document.querySelector(`[data-section="${CSS.escape(id)}"]`);
  if (name === location.pathname.replace('/act/', '/article/') && found) {
    const target = found.querySelector(`[data-sentence="${CSS.escape(number)}"]`) ?? found.querySelector('h2');
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'center', behavior: 'instant' });
  }
}
addEventListener('submit', (event) => {
  const form = event.target;
  const id = form.querySelector('[name=section]')?.value;
  const number = form.closest('[data-sentence]')?.dataset.sentence ?? '';
  const path = location.pathname.replace('/act/', '/article/');
  if (id) sessionStorage.setItem('place', JSON.stringify([path, id, number]));
});
