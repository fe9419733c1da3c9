/** The training that is watched: the room's, or one's own; null for none. @param {import('../../ui/view.js').View | null} view */
export const courseOf = (view) => view?.room?.parts.training?.course ?? view?.training ?? null;
