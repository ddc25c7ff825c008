/** Charts on a sheet of a new workbook: the parts that hold them, and where on the sheet they lie (ECMA-376 part 1, 20.5). */
import { chartNamespace, chartXml, drawingNamespace, type NewChart } from './chart.js';
import { relationshipsXml } from './new-parts.js';
import { relationshipsPart } from './relationships.js';
import { documentRelationships, escapeAttribute, xmlStart } from './xml.js';

/** A chart with the cell that its upper left corner lies in, and its size in EMU (360,000 to the centimetre). */
export interface PlacedChart {
  readonly chart: NewChart;
  /** What it shows, for those who do not see it. */
  readonly description: string;
  /** From 1. */
  readonly row: number;
  /** From 0. */
  readonly column: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawingParts {
  /** XML by the name of the part. */
  readonly parts: readonly (readonly [part: string, xml: string])[];
  /** What of them has a type of its own. */
  readonly types: readonly (readonly [part: string, contentType: string])[];
}

const types = 'application/vnd.openxmlformats-officedocument';

/**
 * The parts of the charts of a sheet, and what leads from it to them.
 * @param number of the drawing, from 1, and of its first chart.
 */
export function drawingParts(
  sheet: string,
  number: number,
  firstChart: number,
  charts: readonly PlacedChart[],
): DrawingParts {
  const drawing = `xl/drawings/drawing${number}.xml`;
  const names = charts.map((_, at) => `chart${firstChart + at}.xml`);
  return {
    parts: [
      [relationshipsPart(sheet), relationshipsXml([['drawing', `../drawings/drawing${number}.xml`]])],
      [drawing, drawingXml(charts)],
      [
        relationshipsPart(drawing),
        relationshipsXml(names.map((name) => ['chart', `../charts/${name}`] as const)),
      ],
      ...charts.map(({ chart }, at) => [`xl/charts/${names[at]}`, chartXml(chart)] as const),
    ],
    types: [
      [drawing, `${types}.drawing+xml`],
      ...names.map((name) => [`xl/charts/${name}`, `${types}.drawingml.chart+xml`] as const),
    ],
  };
}

function drawingXml(charts: readonly PlacedChart[]): string {
  const spreadsheetDrawing = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing';
  return [
    `${xmlStart}<xdr:wsDr xmlns:xdr="${spreadsheetDrawing}" xmlns:a="${drawingNamespace}">`,
    ...charts.map(anchorXml),
    '</xdr:wsDr>',
  ].join('');
}

function anchorXml({ chart, description, row, column, width, height }: PlacedChart, at: number): string {
  const name = escapeAttribute(chart.title);
  const graphic = [
    `<a:graphic><a:graphicData uri="${chartNamespace}">`,
    `<c:chart xmlns:c="${chartNamespace}" xmlns:r="${documentRelationships}" r:id="rId${at + 1}"/>`,
    '</a:graphicData></a:graphic>',
  ].join('');
  return [
    `<xdr:oneCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff>`,
    `<xdr:row>${row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="${width}" cy="${height}"/>`,
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>',
    `<xdr:cNvPr id="${at + 2}" name="${name}" descr="${escapeAttribute(description)}"/><xdr:cNvGraphicFramePr/>`,
    '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>',
    `${graphic}</xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>`,
  ].join('');
}
