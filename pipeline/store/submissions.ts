/** The files of `inputs/` that the database knows. */
import { columnsFrom, statement } from './statement.js';

/** The submissions of a unit, whatever their period. */
export const submissionsOf = statement((db, given: { unit: string }) =>
  db
    .selectFrom('submission')
    .select(['submission_id', 'period', 'file', 'sha256', 'stamp', 'reading', 'corrects'])
    .where('unit', '=', given.unit),
);

/** With all that was read from it. */
export const forgetSubmission = statement((db, given: { id: number }) =>
  db.deleteFrom('submission').where('submission_id', '=', given.id),
);

/** The same bytes have another size, time or inode. */
export const keepStamp = statement((db, given: { id: number; stamp: string }) =>
  db.updateTable('submission').set({ stamp: given.stamp }).where('submission_id', '=', given.id),
);

/** What the submissions of all units are the bytes of. */
export const submittedBytes = statement((db) => db.selectFrom('submission').select('sha256').distinct());

export const forgetArchivedFile = statement((db, given: { sha256: string }) =>
  db.deleteFrom('archived_file').where('sha256', '=', given.sha256),
);

/** Bytes that are in the archive; those that are known stay as they are. */
export const keepArchivedFile = statement(
  (db, given: { sha256: string; bytes: number; first_file: string; first_read_at: string }) =>
    db
      .insertInto('archived_file')
      .values(columnsFrom(given, 'sha256', 'bytes', 'first_file', 'first_read_at'))
      .onConflict((conflict) => conflict.doNothing()),
);
