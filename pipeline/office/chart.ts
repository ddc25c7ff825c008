/** A chart of a new workbook (ECMA-376 part 1, 21.2): its cells by reference, with their values as they are shown. */
import { escapeXml, xmlStart } from './xml.js';

export const drawingNamespace = 'http://schemas.openxmlformats.org/drawingml/2006/main';
export const chartNamespace = 'http://schemas.openxmlformats.org/drawingml/2006/chart';

export interface NewChart {
  readonly kind: 'columns' | 'lines';
  readonly title: string;
  /** What the value axis measures. */
  readonly valueTitle: string;
  readonly categories: ChartRange<string>;
  /** At most as many as there are `chartColours`. */
  readonly series: readonly ChartSeries[];
}

export interface ChartSeries {
  readonly name: ChartRange<string>;
  readonly values: ChartRange<number>;
}

/** Cells and what they hold; null: an empty cell, which is drawn as a gap. */
export interface ChartRange<Value> {
  /** As a formula names it: `'sheet'!$A$1:$C$1`. */
  readonly ref: string;
  readonly cached: readonly (Value | null)[];
}

/** One per series, told apart in grey and by those who do not see red and green alike (after Okabe and Ito). */
export const chartColours = ['1F4E79', 'D55E00', '009E73', 'CC79A7', 'E69F00', '56B4E9'] as const;
/** Of the lines, in EMU (12,700 to the point). */
const widths = [34925, 31750, 28575, 25400, 22225, 19050] as const;
const markers = ['circle', 'square', 'triangle', 'diamond', 'x', 'plus'] as const;

export function chartXml(chart: NewChart): string {
  const { title, valueTitle, kind } = chart;
  return [
    `${xmlStart}<c:chartSpace xmlns:c="${chartNamespace}" xmlns:a="${drawingNamespace}">`,
    '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>',
    titleXml(title, 1400),
    '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>',
    kind === 'lines' ? linesXml(chart) : columnsXml(chart),
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>',
    '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/>',
    '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>',
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>',
    `<c:axPos val="l"/><c:majorGridlines><c:spPr>${lineXml('D9D9D9', 6350)}</c:spPr></c:majorGridlines>`,
    titleXml(valueTitle, 1000),
    '<c:numFmt formatCode="#,##0.####" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/>',
    '<c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>',
    '</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>',
    '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>',
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1000">',
    `${fontXml}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr></c:chartSpace>`,
  ].join('');
}

const fontXml = '<a:latin typeface="宋体"/><a:ea typeface="宋体"/>';

function linesXml(chart: NewChart): string {
  const series = chart.series.map((one, at) => {
    const colour = chartColours[at] ?? chartColours[0];
    const marker = `<c:marker><c:symbol val="${markers[at] ?? 'circle'}"/><c:size val="7"/><c:spPr>${fillXml(colour)}${lineXml(colour, 9525)}</c:spPr></c:marker>`;
    const look = `<c:spPr>${lineXml(colour, widths[at] ?? widths[0])}</c:spPr>${marker}`;
    return seriesXml(chart, one, at, look, '<c:smooth val="0"/>');
  });
  return `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${series.join('')}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>`;
}

function columnsXml(chart: NewChart): string {
  const series = chart.series.map((one, at) => {
    const colour = chartColours[at] ?? chartColours[0];
    const look = `<c:spPr>${fillXml(colour)}${lineXml(colour, 9525)}</c:spPr><c:invertIfNegative val="0"/>`;
    return seriesXml(chart, one, at, look, '');
  });
  return `<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>${series.join('')}<c:gapWidth val="80"/><c:axId val="1"/><c:axId val="2"/></c:barChart>`;
}

function seriesXml(
  { categories }: NewChart,
  { name, values }: ChartSeries,
  at: number,
  look: string,
  more: string,
): string {
  return [
    `<c:ser><c:idx val="${at}"/><c:order val="${at}"/><c:tx>${stringsXml(name)}</c:tx>${look}`,
    `<c:cat>${stringsXml(categories)}</c:cat><c:val><c:numRef><c:f>${escapeXml(values.ref)}</c:f>`,
    `<c:numCache><c:formatCode>General</c:formatCode>${pointsXml(values)}</c:numCache></c:numRef></c:val>${more}</c:ser>`,
  ].join('');
}

function stringsXml(range: ChartRange<string>): string {
  return `<c:strRef><c:f>${escapeXml(range.ref)}</c:f><c:strCache>${pointsXml(range)}</c:strCache></c:strRef>`;
}

function pointsXml({ cached }: ChartRange<string | number>): string {
  const points = cached.map((value, at) =>
    value === null ? '' : `<c:pt idx="${at}"><c:v>${escapeXml(String(value))}</c:v></c:pt>`,
  );
  return `<c:ptCount val="${cached.length}"/>${points.join('')}`;
}

function titleXml(text: string, size: number): string {
  return [
    '<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p>',
    `<a:r><a:rPr lang="zh-CN" sz="${size}" b="0">${fontXml}</a:rPr><a:t>${escapeXml(text)}</a:t></a:r></a:p>`,
    '</c:rich></c:tx><c:overlay val="0"/></c:title>',
  ].join('');
}

function fillXml(colour: string): string {
  return `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`;
}

function lineXml(colour: string, width: number): string {
  return `<a:ln w="${width}" cap="rnd">${fillXml(colour)}<a:round/></a:ln>`;
}
