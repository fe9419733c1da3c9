/**
 * Entry point of the page in a frame of another site. Its other modules load when somebody sees it, so that many on one page cost nothing;
 * until then it only says that it is here, and is a link where the page around it is printed.
 */
const seen = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  seen.disconnect();
  removeEventListener('beforeprint', link);
  import('../page/embed.js').then(({ embed }) => embed());
});
seen.observe(document.documentElement);
addEventListener('beforeprint', link);
if (parent !== window) parent.postMessage({ orrery: 'here' }, '*');

function link() {
  document.body.append(Object.assign(document.createElement('a'), { href: location.href, textContent: location.href }));
}
