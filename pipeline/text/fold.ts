/** Folding of text so that what looks the same compares the same. */

/** Radicals of the supplement that Unicode gives no decomposition, each before the character that it looks like (from PDF fonts). */
const radicalPairs =
  '⺁厂⺄乙⺅亻⺆冂⺇几⺉刂⺊卜⺌小⺍小⺎兀⺐尢⺒巳⺓幺⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺲罒⺶羊⺷羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀';
const radicals: ReadonlyMap<string, string> = new Map(
  [...radicalPairs.matchAll(/(.)(.)/gu)].map(([, radical = '', character = '']) => [radical, character]),
);

/**
 * Characters that are another one in a different width, in a square or upright, or a radical alone. Raised
 * digits, circled numbers and fractions are not among them: 12² is not 122.
 */
const lookAlike =
  /[\u2116\u2236\u2e80-\u2fdf\u3300-\u33ff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffef]/g;
/** Colons that compatibility decomposition takes for something else. */
const colons: ReadonlySet<string> = new Set(['\u2236', '\ufe30']);
/** What nobody sees: soft hyphens, joiners and other zero-width marks, fillers, variation selectors, object marks. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffc]/gu;

function plainOf(character: string): string {
  if (colons.has(character)) return ':';
  return radicals.get(character) ?? character.normalize('NFKC');
}

/**
 * What looks the same is the same (DOMAIN B): full-width ASCII, compatibility forms and radicals become the plain
 * character, blanks become spaces, invisible characters are taken out; NFC. Line breaks stay.
 */
export function halfWidth(text: string): string {
  // Printable ASCII and the common ideographs stand as they are.
  if (/^[\x20-\x7e\u4e00-\u9fff]*$/.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(lookAlike, plainOf)
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ');
}

/** Half-width and without any white space: the form in which words are compared. */
export function fold(text: string): string {
  return halfWidth(text).replace(/\s+/g, '');
}

/** Whether a text may change when it is folded: a look at its first and last character, for the hot path. */
export function mayFold(unit: number): boolean {
  if (unit >= 0x4e00 && unit <= 0x9fff) return false;
  if (unit >= 0x2e80) return unit < 0x2fe0 || unit >= 0xd800 || unit === 0x3164;
  return unit === 0xad || (unit >= 0x2000 && unit <= 0x206f) || (unit >= 0x34f && unit < 0x370);
}

/** Order by code points after NFC: the one order of everything published, the same in every locale. */
export function compareText(a: string, b: string): number {
  const left = a.normalize('NFC');
  const right = b.normalize('NFC');
  if (left === right) return 0;
  // UTF-16 units order surrogates before U+E000–FFFF; comparing by code points repairs that.
  const n = Math.min(left.length, right.length);
  for (let i = 0; i < n; i++) {
    const x = left.charCodeAt(i);
    const y = right.charCodeAt(i);
    if (x !== y) {
      const surrogate = (u: number) => u >= 0xd800 && u <= 0xdfff;
      if (surrogate(x) !== surrogate(y)) return surrogate(x) ? 1 : -1;
      return x - y;
    }
  }
  return left.length - right.length;
}
