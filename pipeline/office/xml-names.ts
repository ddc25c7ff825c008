/** How every part of a workbook begins, and the namespaces that they name. */
export const xmlStart = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const mainNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const packageNames = 'http://schemas.openxmlformats.org/package/2006';
