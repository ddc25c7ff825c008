/** As `Promise.all`, but waits for all before it fails: nothing is still at work afterwards. */
export async function allSettled<T>(work: Iterable<T | PromiseLike<T>>): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
