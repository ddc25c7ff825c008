/** What a department is sent: its blank forms, the check, and how to use them. */
import { writePackage } from '../office/package.js';

/** What the check is called beside a department's forms. */
export const checkName = '报表自查.html';

const guideName = '说明.txt';

/**
 * A zip of the department's forms by their names.
 * @param asOf Chinese date of the period.
 */
export function packetOf(forms: ReadonlyMap<string, Uint8Array>, check: string, asOf: string): Uint8Array {
  const guide = [
    `一、填好本压缩包里的空白表（截至${asOf}）。请在电脑上打开，先解压再填。`,
    `二、双击“${checkName}”，把填好的表拖进去：显示“可以报送”就可以发来；否则照页面上写的改。`,
    '三、自查只在本机读表，不联网、不上传。打不开时换 Edge 或谷歌浏览器。',
  ];
  const encoder = new TextEncoder();
  return writePackage(
    new Map([
      ...forms,
      [checkName, encoder.encode(check)],
      [guideName, encoder.encode(`\ufeff${guide.join('\r\n')}\r\n`)],
    ]),
  );
}
