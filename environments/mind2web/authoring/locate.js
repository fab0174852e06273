// Finds the element that a person calls by a name. arguments: name, text near it, operation. Returns a list.
const [name, near, op] = arguments;
if (name.startsWith('css:')) return Array.from(document.querySelectorAll(name.slice(4)));
const squeeze = text => (text || '').replace(/\s+/g, ' ').trim().toLowerCase();
const wanted = squeeze(name), close = squeeze(near);
const visible = e => {
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return box.width > 0 && box.height > 0 && style.visibility === 'visible';
};
const fields = 'input, select, textarea';
const interactive = `a, button, summary, label, ${fields}, [role], [tabindex], [onclick], [contenteditable]`;
const names = e => {
  const labels = e.labels ? Array.from(e.labels, l => l.innerText) : [];
  const labelled = (e.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
    .map(id => (document.getElementById(id) || {}).innerText);
  const own = e.matches(fields) ? (['submit', 'button', 'reset'].includes(e.type) ? [e.value] : []) : [e.innerText];
  const image = e.querySelector('img[alt]');
  return [e.getAttribute('aria-label'), ...labelled, ...labels, ...own, e.placeholder, e.title, e.alt,
    image && image.alt].map(squeeze).filter(Boolean);
};
let all = Array.from(document.querySelectorAll(interactive));
if (op === 'TYPE') all = all.filter(e => e.matches('input, textarea, [contenteditable]'));
if (op === 'SELECT') all = all.filter(e => e.matches('select'));
all = all.filter(e => visible(e) && !e.disabled);
let found = all.filter(e => names(e).includes(wanted));
if (!found.length) found = all.filter(e => names(e).some(n => n.startsWith(wanted)));
// A label and its field are called alike: the field is meant. Of nested ones the inner.
found = found.filter(e => !(e.matches('label') && e.control && found.includes(e.control)));
found = found.filter(e => !found.some(o => o !== e && e.contains(o)));
// A click means a button or link rather than a text field or picture of the same name.
const lesser = 'input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, [role=img], img';
if (op === 'CLICK' && found.some(e => !e.matches(lesser))) found = found.filter(e => !e.matches(lesser));
if (found.length > 1 && close) {
  const steps = e => {
    let n = 0;
    for (let a = e; a; a = a.parentElement, n++) if (squeeze(a.innerText).includes(close)) return n;
    return Infinity;
  };
  const least = Math.min(...found.map(steps));
  found = least === Infinity ? [] : found.filter(e => steps(e) === least);
}
return found;
