/** Words of a rule, in both languages; placeholders in braces are filled from the finding. */
export interface RuleText {
  /** What is wrong, and what was expected. */
  readonly zh: string;
  readonly en: string;
  /** What to do about it. */
  readonly fix: { readonly zh: string; readonly en: string };
}
