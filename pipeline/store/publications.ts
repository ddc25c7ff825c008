/** The history in the database: a line for each publication, with its record. */
import type { CoreTables } from './schema.js';
import { columnsFrom, statement } from './statement.js';

/** The publications of a folder below outputs/<unit>/, the first one first. */
export const publicationsOf = statement((db, given: { unit: string; folder: string }) =>
  db
    .selectFrom('publication')
    .select('run_json')
    .where('unit', '=', given.unit)
    .where('folder', '=', given.folder)
    .orderBy('publication_id'),
);

export const publicationCount = statement((db, given: { unit: string; folder: string }) =>
  db
    .selectFrom('publication')
    .select((of) => of.fn.countAll().as('count'))
    .where('unit', '=', given.unit)
    .where('folder', '=', given.folder),
);

/** The last publication of a folder. */
export const lastPublicationOf = statement((db, given: { unit: string; folder: string }) =>
  db
    .selectFrom('publication')
    .select(['basis', 'run_json'])
    .where('unit', '=', given.unit)
    .where('folder', '=', given.folder)
    .orderBy('publication_id', 'desc')
    .limit(1),
);

/** The last publication as of a date, in whichever folder. */
export const lastPublicationAsOf = statement((db, given: { unit: string; asOf: string }) =>
  db
    .selectFrom('publication')
    .select('run_json')
    .where('unit', '=', given.unit)
    .where('as_of', '=', given.asOf)
    .orderBy('publication_id', 'desc')
    .limit(1),
);

/** The last publication of every folder of every unit. */
export const lastPublications = statement((db) =>
  db
    .selectFrom('publication')
    .select(['unit', 'folder', 'run_json'])
    .where('publication_id', 'in', (inner) =>
      inner
        .selectFrom('publication as latest')
        .select((of) => of.fn.max('latest.publication_id').as('last'))
        .groupBy(['latest.unit', 'latest.folder']),
    ),
);

export const publishedFoldersOf = statement((db, given: { unit: string }) =>
  db.selectFrom('publication').select('folder').distinct().where('unit', '=', given.unit).orderBy('folder'),
);

/** Where something was published, by unit and date. */
export const publishedPlaces = statement((db) =>
  db
    .selectFrom('publication')
    .select(['unit', 'folder', 'as_of'])
    .distinct()
    .orderBy('unit')
    .orderBy('as_of'),
);

/** One of the publications, where there is any. */
export const anyPublication = statement((db) =>
  db.selectFrom('publication').select('publication_id').limit(1),
);

export const keepPublication = statement((db, given: Omit<CoreTables['publication'], 'publication_id'>) =>
  db
    .insertInto('publication')
    .values(columnsFrom(given, 'unit', 'folder', 'period', 'as_of', 'published_at', 'basis', 'run_json')),
);
