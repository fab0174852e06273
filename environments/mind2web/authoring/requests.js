// Runs before the scripts of every page: counts the requests that the page's scripts are waiting for.
const open = { count: 0 };
Object.defineProperty(window, Symbol.for('agentgym.requests'), { value: open });
const send = window.fetch, sendOld = XMLHttpRequest.prototype.send;
window.fetch = (...given) => {
  open.count++;
  return send(...given).finally(() => { open.count--; });
};
XMLHttpRequest.prototype.send = function (...given) {
  const over = () => { open.count--; };
  open.count++;
  this.addEventListener('loadend', over, { once: true });
  try {
    return sendOld.apply(this, given);
  } catch (error) {
    this.removeEventListener('loadend', over);
    over();
    throw error;
  }
};
