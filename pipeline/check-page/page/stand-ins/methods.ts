/** Methods of the language that Chromium 86 does not have yet (ES2022 and ES2023), as far as reading uses them. */

function add(target: object, name: string, value: (...given: never[]) => unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  return this[index < 0 ? this.length + index : index];
}

function findLastIndex<T>(this: readonly T[], isSought: (item: T, index: number) => boolean): number {
  for (let index = this.length - 1; index >= 0; index--) {
    if (isSought(this[index] as T, index)) return index;
  }
  return -1;
}

add(Array.prototype, 'at', at);
add(Uint8Array.prototype, 'at', at);
add(String.prototype, 'at', at);
add(Object, 'hasOwn', (object: object, name: string) => {
  return Object.getOwnPropertyDescriptor(object, name) !== undefined;
});
add(Array.prototype, 'findLastIndex', findLastIndex);
add(Array.prototype, 'findLast', function <T>(this: T[], isSought: (item: T, index: number) => boolean) {
  return this[findLastIndex.call(this, isSought as never)];
});
add(Array.prototype, 'toReversed', function <T>(this: T[]) {
  return [...this].reverse();
});
add(Array.prototype, 'toSorted', function <T>(this: T[], compare?: (a: T, b: T) => number) {
  return [...this].sort(compare);
});
