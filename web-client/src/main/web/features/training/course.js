/** The room's training; null for none. @param {import('../../ui/view.js').View | null} view */
export const courseOf = (view) => view?.room?.parts.training?.course ?? null;
