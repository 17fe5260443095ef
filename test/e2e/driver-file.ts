import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docxOf } from '../support/docx.ts';
import type { Driver } from './driver.ts';
import { fileText } from './driver-documents.ts';

const run = (text: string, look = '') =>
  `<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

/** Runs that are cut inside of words, marks of a spelling check, a bookmark, breaks, a gap: as Word leaves a draft. */
const body = [
  `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${run('关于开展', '<w:b/><w:sz w:val="44"/>')}${run('检查的通知', '<w:b/><w:sz w:val="44"/><w:color w:val="C00000"/>')}</w:p>`,
  `<w:p>${run('各部')}<w:proofErr w:type="spellStart"/>${run('门')}<w:proofErr w:type="spellEnd"/>${run('：')}</w:p>`,
  `<w:p><w:pPr><w:ind w:firstLine="640"/></w:pPr><w:bookmarkStart w:id="1" w:name="开头"/>${run('请于')}${run('周五', '<w:u w:val="single"/>')}<w:bookmarkEnd w:id="1"/>${run('前报送[MA')}${run('SK]，联系OA', '<w:i/>')}${run(' 值班室。')}</w:p>`,
  '<w:p/>',
  `<w:p>${run('第一行')}<w:r><w:br/></w:r>${run('第二行𠮷', '<w:rFonts w:eastAsia="仿宋"/>')}</w:p>`,
  `<w:p><w:pPr><w:jc w:val="right"/></w:pPr>${run('办公室', '<w:sz w:val="32"/>')}</w:p>`,
].join('');

const styles =
  '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>';

/** Opens a file that another program wrote, in the place of the empty document. */
export async function openForeignFile(driver: Driver): Promise<void> {
  const path = join(driver.bumo.home, 'notice.docx');
  writeFileSync(path, docxOf(body, { styles }));
  await driver.key('Control+o');
  await driver.page.getByLabel('文件或文件夹的路径').fill(path);
  await driver.page.keyboard.press('Enter');
  await driver.readTabs((tabs) => tabs.list.find(({ id }) => id === tabs.active)?.path === path);
  await driver.expect({ text: fileText(path) });
  driver.turned(fileText(path));
}
