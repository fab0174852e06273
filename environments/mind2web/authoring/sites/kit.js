// What all sites share: views that follow one another, and markup from data. No site needs a network.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const escapeHtml = text => String(text).replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const each = (list, write) => list.map(write).join('');
const fill = (selector, html) => { $(selector).innerHTML = html; };
const on = (kind, selector, act) => document.addEventListener(kind, event => {
  const hit = event.target.closest && event.target.closest(selector);
  if (hit) act(hit, event);
});
const show = view => {
  $$('[data-view]').forEach(e => { e.hidden = e.dataset.view !== view; });
  location.hash = view;
  scrollTo(0, 0);
};
const value = selector => $(selector).value.trim();
const checked = name => $$(`input[name="${name}"]:checked`).map(e => e.value);
const money = (amount, sign = '$') => sign + amount.toFixed(2);
on('click', '[data-go]', (e, event) => { event.preventDefault(); show(e.dataset.go); });
on('submit', 'form', (e, event) => event.preventDefault());
document.addEventListener('DOMContentLoaded', () => show($('[data-view]').dataset.view));
