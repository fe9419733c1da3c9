/** Marks an element that scrolls, by `data-more`, as long as some of its content is below its edge. */

/** So much may be below the edge without a mark: less than a line of text, px. */
const UNSEEN = 8;

export class OverflowMark {
  /** @type {HTMLElement | null} */
  #scrolled = null;
  #sizes = new ResizeObserver(() => this.#look());

  /** Both may change their sizes at any time. @param {HTMLElement | null} scrolled @param {Element | null} content */
  watch(scrolled, content) {
    this.#sizes.disconnect();
    if (scrolled !== this.#scrolled) {
      this.#scrolled?.removeEventListener('scroll', this.#look);
      scrolled?.addEventListener('scroll', this.#look, { passive: true });
      this.#scrolled = scrolled;
    }
    if (scrolled) this.#sizes.observe(scrolled);
    if (content) this.#sizes.observe(content);
  }

  #look = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.#scrolled ?? {};
    this.#scrolled?.toggleAttribute('data-more', scrollHeight - scrollTop - clientHeight > UNSEEN);
  };
}
