import chromium from '@sparticuz/chromium';
import { chromium as pw } from 'playwright-core';
const b = await pw.launch({executablePath: await chromium.executablePath(), args: ['--no-sandbox','--disable-gpu'], headless:true});
const url='file:///tmp/audit-out/'+encodeURIComponent('示例镇')+'/2021-11-30/index.html';
for (const [w,h,n] of [[1280,900,'wide'],[400,860,'narrow']]) {
  const p = await b.newPage({viewport:{width:w,height:h}});
  p.on('console',m=>console.log(n,'console',m.type(),m.text())); p.on('pageerror',e=>console.log('pageerror',e.message));
  const t=Date.now(); await p.goto(url); console.log(n,'load',Date.now()-t);
  await p.screenshot({path:`/tmp/shots/${n}-1.png`});
  await p.screenshot({path:`/tmp/shots/${n}-full.png`, fullPage:true});
  await p.click('a[href="#enterprises.total.count"]'); await p.waitForSelector('.grid tbody tr');
  await p.screenshot({path:`/tmp/shots/${n}-2.png`});
  await p.click('.evidence .grid tbody tr:nth-child(21)'); await p.waitForSelector('td.marked');
  await p.waitForTimeout(100);
  await p.screenshot({path:`/tmp/shots/${n}-3.png`, fullPage:true});
  for (const v of ['submissions','checks','findings','since','villages.office_building.share']) { await p.goto(url+'#'+v); await p.waitForTimeout(300); await p.screenshot({path:`/tmp/shots/${n}-${v}.png`, fullPage: n==='wide'}); }
  await p.close();
}
await b.close();
