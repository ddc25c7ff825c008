/** A submitted package in which cells cannot be marked without risk; its sheets are then written anew. */
export class CannotMark extends Error {}
