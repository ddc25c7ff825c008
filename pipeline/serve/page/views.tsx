/** Views that the audit page has as well: a figure, a list, a sheet with its marked cell. Its own code makes them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageData } from '../../audit-page/data.js';
import { arriving } from '../../audit-page/page/figure.js';
import { loadWith } from '../../audit-page/page/load.js';
import { showData } from '../../audit-page/page/model.js';
import { linkTo } from './address.js';
import type { ScreenProps } from './board.js';
import { ask } from './client.js';
import { Loading, useAnswer } from './parts.js';

/** Has the views show what is published of a place. @returns null until it is there. */
export function usePublished({ place, shared }: ScreenProps): PageData | null {
  const [page] = useAnswer('data', { ...place, name: 'page' }, shared);
  const [shown, setShown] = useState<PageData | null>(null);
  useEffect(() => {
    if (page === null) return;
    // The server answers with what the audit page of this place holds.
    const data = page as PageData;
    loadWith(async (name) => (await ask('data', { ...place, name })).answer);
    showData(data, (name) => (name === '' ? linkTo('board', place) : linkTo('figure', place, name)));
    setShown(data);
  }, [page]);
  return shown;
}

/** An element that is made outside of Preact, anew when one of `of` changes. */
export function View({
  of,
  make,
}: {
  readonly of: readonly unknown[];
  readonly make: () => Node | Promise<Node>;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const made = make();
    place.current?.replaceChildren(made instanceof Node ? made : arriving(made));
  }, of);
  return <div ref={place} />;
}

/** A screen that is one list of the audit page. */
export function ListScreen({
  title,
  make,
  place,
  shared,
}: ScreenProps & { readonly title: string; readonly make: () => Node | Promise<Node> }) {
  const page = usePublished({ place, shared });
  return (
    <>
      <h1>{title}</h1>
      {page ? <View of={[page]} make={make} /> : <Loading />}
    </>
  );
}
