// Calls back once the page is loaded, waits for no request, and has drawn some frames in a row without a change.
// arguments: milliseconds after which a page that never settles is taken as it is, the callback.
const [patience, done] = arguments;
const requests = window[Symbol.for('agentgym.requests')] || { count: 0 };
const enough = 3;
let frames = 0, over = false;
const observer = new MutationObserver(() => { frames = 0; });
const end = () => {
  over = true;
  observer.disconnect();
  clearTimeout(limit);
  done();
};
const limit = setTimeout(end, patience);
const frame = () => {
  if (over) return;
  frames = document.readyState === 'complete' && !requests.count ? frames + 1 : 0;
  if (frames > enough) end();
  else next();
};
// A task after the frame: what the page itself has put into the queue by then is done before.
const next = () => requestAnimationFrame(() => setTimeout(frame));
observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
next();
