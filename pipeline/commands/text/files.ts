const mostNamed = 5;

/** The first of some files by name, and how many more there are. */
export function namedFiles(files: readonly string[], zh: boolean): string {
  const named = files.slice(0, mostNamed).join(zh ? '、' : ', ');
  const rest = files.length - mostNamed;
  if (rest <= 0) return named;
  return zh ? `${named} 等 ${files.length} 个` : `${named} and ${rest} more`;
}
