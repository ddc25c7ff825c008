/** The parts that every new package has: relationships, content types, whose document it is (ECMA-376 part 2). */
import { documentRelationships, escapeXml, packageNamespace, xmlStart } from './xml.js';

export const contentTypesPart = '[Content_Types].xml';
export const corePropertiesPart = 'docProps/core.xml';

/** The last step of a relationship's type, and the part as seen from the one that it belongs to. */
export type NewRelationship = readonly [type: string, target: string];

const coreProperties = `${packageNamespace}/relationships/metadata/core-properties`;

/** A part of relationships, numbered from rId1. */
export function relationshipsXml(list: readonly NewRelationship[]): string {
  const items = list.map(([type, target], at) => {
    const whole = type === 'core-properties' ? coreProperties : `${documentRelationships}/${type}`;
    return `<Relationship Id="rId${at + 1}" Type="${whole}" Target="${escapeXml(target)}"/>`;
  });
  return `${xmlStart}<Relationships xmlns="${packageNamespace}/relationships">${items.join('')}</Relationships>`;
}

export const emptyRelationships = relationshipsXml([]);

/** @param parts names with their types; relationships and other XML go by their extension. */
export function contentTypesXml(parts: readonly (readonly [part: string, contentType: string])[]): string {
  return [
    `${xmlStart}<Types xmlns="${packageNamespace}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    ...parts.map(([part, contentType]) => partType(part, contentType)),
    '</Types>',
  ].join('');
}

/** What a part holds, as an element of the part of content types. */
export function partType(part: string, contentType: string, prefix = ''): string {
  return `<${prefix}Override PartName="/${escapeXml(part)}" ContentType="${contentType}"/>`;
}

export const corePropertiesType = 'application/vnd.openxmlformats-package.core-properties+xml';

/** @param date ISO date of creation and of change: the same document gives the same bytes. */
export function corePropertiesXml({
  title,
  creator,
  date,
}: {
  readonly title: string;
  readonly creator?: string;
  readonly date: string;
}): string {
  const dated = (name: string) =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:${name}>`;
  return [
    `${xmlStart}<cp:coreProperties xmlns:cp="${packageNamespace}/metadata/core-properties"`,
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeXml(title)}</dc:title>`,
    creator === undefined ? '' : `<dc:creator>${escapeXml(creator)}</dc:creator>`,
    `${dated('created')}${dated('modified')}</cp:coreProperties>`,
  ].join('');
}
