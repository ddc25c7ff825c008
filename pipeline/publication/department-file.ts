import { maskText } from '../findings/mask.js';

/** A department's name as that of a file: without what no file may be called. */
export function departmentFile(department: string): string {
  return maskText(department)
    .replace(/[\\/:*?"<>|\s]+/g, '_')
    .replace(/^\.|[.\s]+$/g, '_');
}
