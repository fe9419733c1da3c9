/** The changes of the model on this page, and how the driver makes them: switch a part off, and on again. */
import { changeable, changesOf, isSamePlace, modeOf, readChange, unread, writeChange } from '../../model/changes.js';
import { headShown } from '../../scene/play/heads.js';

/** @typedef {import('../../model/changes.js').Change} Change */

export class Ablation {
  #page;
  /** What a newly changed part becomes, as it was chosen on this page; null: not yet. @type {'zero' | 'mean' | 'scale' | null} */
  #mode = null;
  factor = 0.5;
  /** Whether it is changed at the target's position alone. */
  here = false;
  /** The changes that were ended on a page without a room, and of which model. @type {{model: string, changes: string[]}} */
  #ended = { model: '', changes: [] };
  /** The changes that this page's person has made, or has chosen to keep, since they came here. */
  #known = '';
  #isInTour = false;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @returns {{changes: Change[], mode: string, factor: number, here: boolean, ended: boolean, found: boolean}} */
  get state() {
    const { mode, factor, here, changes } = this;
    return { changes, mode, factor, here, ended: this.#lastEnded.length > 0, found: this.#isFound };
  }

  /** Whether the person has found these changes here: as they came by a link or came back, and as a tour ended. A tour's own belong to its beat. */
  get #isFound() {
    const key = this.#key;
    return key !== '' && key !== this.#known && !this.#isInTour;
  }

  /** The present changes as one text. */
  get #key() {
    return (this.#page.conductor?.trace?.info.changes ?? []).join(';');
  }

  /** Keeps the changes that were found. */
  keep() {
    this.#known = this.#key;
    this.#page.requestUpdate();
  }

  /** The page has rendered: a tour may have begun or ended. */
  drawn() {
    const isInTour = this.#page.features.ask('leads') ?? false;
    if (isInTour === this.#isInTour) return;
    this.#isInTour = isInTour;
    this.#known = '';
    this.#page.requestUpdate();
  }

  get changes() {
    return changesOf(this.#page.conductor?.trace?.info);
  }

  get #lastEnded() {
    const { room } = this.#page.conductor ?? {};
    if (room) return room.parts.change?.ended ?? [];
    return this.#ended.model === this.#page.conductor?.graph?.model.preset ? this.#ended.changes : [];
  }

  /** What a newly changed part becomes: until that is chosen, what the parts became that are changed already, as by a link or a tour. */
  get mode() {
    return this.#mode ?? modeOf(this.changes);
  }

  /** @param {Partial<{mode: 'zero' | 'mean' | 'scale', factor: number, here: boolean}>} how a part is changed from now on */
  choose({ mode, ...how }) {
    this.#mode = mode ?? this.#mode;
    Object.assign(this, how);
    this.#page.requestUpdate();
  }

  /** Replaces all changes. @param {Change[]} changes */
  set(changes) {
    const { conductor } = this.#page;
    const written = changes.map(writeChange);
    if (changes.length === 0 && !conductor.room)
      this.#ended = { model: conductor.graph?.model.preset ?? '', changes: conductor.trace?.info.changes ?? [] };
    this.#known = written.join(';');
    conductor.setChanges(written);
  }

  /**
   * Changes a part as it is chosen, or, if it is changed, takes that back.
   * @param {Pick<Change, 'node' | 'head'> & Partial<Change>} part
   */
  toggle(part) {
    const { changes, mode, factor } = this;
    const isOf = (/** @type {Change} */ each) =>
      part.edge || part.mode === 'cut' ? isSamePlace(each, wanted) : each.node === part.node && each.head === part.head;
    /** @type {Change} */
    const wanted = {
      position: this.here ? this.#position : null,
      mode,
      factor: mode === 'scale' ? factor : 1,
      edge: null,
      ...part,
    };
    this.set(changes.some(isOf) ? changes.filter((each) => !isOf(each)) : [...changes, wanted]);
  }

  /** Takes one change back. @param {number} at */
  remove(at) {
    this.set(this.changes.filter((_, i) => i !== at));
  }

  /** Replaces one change's action. @param {number} at @param {Partial<Change>} how */
  replace(at, how) {
    this.set(this.changes.map((each, i) => (i === at ? { ...each, ...how } : each)));
  }

  /** Ends all changes; if there are none, makes those again that were ended last. */
  endAll() {
    if (this.changes.length > 0) this.set([]);
    else if (this.#lastEnded.length > 0) this.set(this.#lastEnded.flatMap((text) => readChange(text) ?? []));
  }

  /** Changes what is in focus: the held edge of attention, the head, or the MLP. @returns {boolean} false if nothing of that can be changed */
  toggleFocus() {
    const part = this.#inFocus;
    if (part) this.toggle(part);
    return part !== null;
  }

  get #position() {
    const { conductor } = this.#page;
    return this.#page.features.ask('position') ?? (conductor.trace?.positions ?? 0) - 1;
  }

  /** @returns {(Pick<Change, 'node' | 'head'> & Partial<Change>) | null} */
  get #inFocus() {
    const { graph, step, focus } = this.#page.conductor;
    if (!graph || step === null) return null;
    const cell = this.#page.ports.focus?.choice.cell;
    const held = cell && graph.nodes.get(cell.name);
    if (held && (held.traits.attention === 'scores' || held.traits.attention === 'pattern')) {
      if (held.layer === null) return null;
      const { scores } = changeable(graph, held.layer);
      const [head, query, key] = cell.index;
      return scores === null
        ? null
        : { node: scores, head, edge: { query, key }, mode: 'cut', factor: 1, position: null };
    }
    const node = focus.kind === 'block' ? graph.nodes.get(focus.node) : null;
    const layer = 'layer' in focus ? focus.layer : node ? node.layer : graph.byId.get(step)?.layer;
    if (layer === null || layer === undefined) return null;
    const { z, mlp } = changeable(graph, layer);
    const head = headShown(graph, focus, step);
    if (head !== null) return z === null ? null : { node: z, head };
    const isMlp =
      focus.kind === 'part'
        ? focus.part === 'mlp'
        : node
          ? node.name === mlp
          : mlp !== null && graph.byId.get(step)?.nodes.includes(mlp);
    return isMlp && mlp !== null ? { node: mlp, head: null } : null;
  }

  /** @param {number} position */
  toggleToken(position) {
    this.toggle(unread(position));
  }
}
