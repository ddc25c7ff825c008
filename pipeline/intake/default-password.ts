/**
 * The password with which spreadsheet programs encrypt a workbook that is only protected against changes
 * ([MS-OFFCRYPTO] 2.3.1.1, note on "VelvetSweatshop"): they open it without asking.
 */
export const defaultPassword = Buffer.from('VelvetSweatshop', 'utf16le');
