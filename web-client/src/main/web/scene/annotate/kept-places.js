/**
 * Whether letters and labels keep their places: they do while nothing moves and nothing changes that their places depend on. Those
 * of letters do not depend on captions, so a hover, which often changes a caption, leaves them.
 */
export class KeptPlaces {
  /** What the last places were chosen for; empty while something moves. */
  #letters = '';
  #labels = '';

  /**
   * @param {unknown[] | null} view what both places depend on; null while something moves
   * @param {unknown} captions what those of labels depend on besides
   * @returns {{letters: boolean, labels: boolean}} which of them keep their places
   */
  since(view, captions) {
    const letters = view?.join() ?? '',
      labels = view ? `${letters} ${captions}` : '';
    const kept = {
      letters: letters !== '' && letters === this.#letters,
      labels: labels !== '' && labels === this.#labels,
    };
    this.#letters = letters;
    this.#labels = labels;
    return kept;
  }
}
