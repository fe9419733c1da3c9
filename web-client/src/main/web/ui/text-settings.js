/** What a room's presenter has set for everyone's texts; empty where each person chooses. */
export const textSettings = { level: '', language: '' };
