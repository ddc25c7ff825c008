/** Native charts (DrawingML): two series of bars, this year beside last. */
import { strFromU8, strToU8 } from 'fflate';
import type { Package } from '../../pipeline/office/package.js';

export interface Chart {
  readonly title: string;
  /** Names that are known before the template is filled. */
  readonly categories: { readonly range: string; readonly cells: number; readonly names: readonly string[] };
  readonly series: readonly {
    readonly name: string;
    readonly values: string;
    readonly colour: string;
  }[];
  /** Upright columns or lying bars. */
  readonly bars: 'col' | 'bar';
  readonly format: string;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const c = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"';
const grey = '595959';

const fill = (colour: string) => `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`;
const letters = (size: number, colour: string, bold = false) =>
  `sz="${size}" b="${bold ? 1 : 0}">${fill(colour)}<a:latin typeface="Arial"/><a:ea typeface="宋体"/>`;
const textLook = (size: number, colour: string) =>
  `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr ${letters(size, colour)}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`;
const line = (colour: string | null) =>
  `<c:spPr><a:ln w="9525">${colour === null ? '<a:noFill/>' : fill(colour)}</a:ln></c:spPr>`;

/** A chart's part. Its cells hold marks, so it keeps no values yet. */
function chartPart(chart: Chart): string {
  const { range, cells, names: known } = chart.categories;
  const points = known.map((name, i) => `<c:pt idx="${i}"><c:v>${name}</c:v></c:pt>`).join('');
  const series = chart.series.map(
    (one, i) =>
      `<c:ser><c:idx val="${i}"/><c:order val="${i}"/><c:tx><c:v>${one.name}</c:v></c:tx><c:spPr>${fill(one.colour)}</c:spPr><c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="${chart.format}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>${textLook(800, grey)}<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls><c:cat><c:strRef><c:f>${range}</c:f><c:strCache><c:ptCount val="${cells}"/>${points}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>${one.values}</c:f><c:numCache><c:formatCode>${chart.format}</c:formatCode><c:ptCount val="${cells}"/></c:numCache></c:numRef></c:val></c:ser>`,
  );
  const upright = chart.bars === 'col';
  const title = `<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr ${letters(1200, '1F3864', true)}</a:defRPr></a:pPr><a:r><a:rPr lang="zh-CN" ${letters(1200, '1F3864', true)}</a:rPr><a:t>${chart.title}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`;
  // Lying bars read from the top down in the order of the rows.
  const names = `<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="${upright ? 'minMax' : 'maxMin'}"/></c:scaling><c:delete val="0"/><c:axPos val="${upright ? 'b' : 'l'}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>${line('BFBFBF')}${textLook(900, grey)}<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>`;
  const scale = `<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="${upright ? 'l' : 'b'}"/><c:majorGridlines>${line('E7E6E6')}</c:majorGridlines><c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>${line(null)}${textLook(800, grey)}<c:crossAx val="1001"/><c:crosses val="${upright ? 'autoZero' : 'max'}"/><c:crossBetween val="between"/></c:valAx>`;
  return `${head}<c:chartSpace ${c} ${a} ${r}><c:roundedCorners val="0"/><c:chart>${title}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="${chart.bars}"/><c:grouping val="clustered"/><c:varyColors val="0"/>${series.join('')}<c:gapWidth val="70"/><c:overlap val="-5"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>${names}${scale}</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/>${textLook(900, grey)}</c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr>${fill('FFFFFF')}<a:ln w="9525">${fill('D9D9D9')}</a:ln></c:spPr></c:chartSpace>`;
}

/** The part that places a sheet's charts: they move with their cells and keep their size. */
function drawingPart(charts: readonly Anchored[]): string {
  const corner = (name: 'from' | 'to', [column, row]: readonly [number, number]) =>
    `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>${name === 'from' ? 76200 : 0}</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
  const frames = charts.map(
    ({ chart, from, to }, i) =>
      `<xdr:twoCellAnchor editAs="oneCell">${corner('from', from)}${corner('to', to)}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${i + 2}" name="图 ${i + 1}" descr="${chart.title}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart ${c} r:id="rId${i + 1}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>`,
  );
  return `${head}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" ${a} ${r}>${frames.join('')}</xdr:wsDr>`;
}

export interface Anchored {
  readonly chart: Chart;
  /** Column and row of the corners, from 0. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Adds charts to a sheet that has no drawing yet. */
export function addDrawing(parts: Package, sheet: number, charts: readonly Anchored[]): void {
  const first = [...parts.keys()].filter((name) => name.startsWith('xl/charts/')).length + 1;
  const types: string[] = [];
  const put = (name: string, text: string, type: string) => {
    parts.set(name, strToU8(text));
    types.push(
      `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`,
    );
  };
  charts.forEach(({ chart }, i) => {
    put(`xl/charts/chart${first + i}.xml`, chartPart(chart), 'drawingml.chart');
  });
  put(`xl/drawings/drawing${sheet}.xml`, drawingPart(charts), 'drawing');
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relationships = (list: readonly string[]) =>
    strToU8(
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`,
    );
  parts.set(
    `xl/drawings/_rels/drawing${sheet}.xml.rels`,
    relationships(
      charts.map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="${office}/chart" Target="../charts/chart${first + i}.xml"/>`,
      ),
    ),
  );
  parts.set(
    `xl/worksheets/_rels/sheet${sheet}.xml.rels`,
    relationships([
      `<Relationship Id="rId1" Type="${office}/drawing" Target="../drawings/drawing${sheet}.xml"/>`,
    ]),
  );
  const edit = (name: string, before: string, text: string) => {
    const content = strFromU8(parts.get(name) ?? new Uint8Array());
    parts.set(name, strToU8(content.replace(before, `${text}${before}`)));
  };
  edit(`xl/worksheets/sheet${sheet}.xml`, '</worksheet>', '<drawing r:id="rId1"/>');
  edit('[Content_Types].xml', '</Types>', types.join(''));
}
