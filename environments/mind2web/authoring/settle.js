// Returns whether the page is loaded, waits for no request, and has drawn some frames in a row without a change.
// Each question is a short one, as a page that goes away never answers a long one: the first begins to watch, later
// ones look. arguments: milliseconds after which a page that never settles is taken as it is, the question's number.
const [patience, question] = arguments;
const watched = window[Symbol.for('agentgym.settled')];
if (watched && watched.question === question) return watched.over;
const watch = window[Symbol.for('agentgym.settled')] = { question, over: false };
const requests = window[Symbol.for('agentgym.requests')] || { count: 0 };
const enough = 3;
let frames = 0;
const observer = new MutationObserver(() => { frames = 0; });
const end = () => {
  watch.over = true;
  observer.disconnect();
  clearTimeout(limit);
};
const limit = setTimeout(end, patience);
const frame = () => {
  if (watch.over) return;
  frames = document.readyState === 'complete' && !requests.count ? frames + 1 : 0;
  if (frames > enough) end();
  else next();
};
// A task after the frame: what the page itself has put into the queue by then is done before.
const next = () => requestAnimationFrame(() => setTimeout(frame));
observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
next();
return false;
