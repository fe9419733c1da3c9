/** The training that is watched: the room's, or one's own; null for none. @param {{room: import('../../ui/view.js').View['room'], training?: import('../../ui/view.js').View['training']} | null} view */
export const courseOf = (view) => view?.room?.parts.training?.course ?? view?.training ?? null;
