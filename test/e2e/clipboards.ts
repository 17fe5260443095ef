/** Clipboards as other programs fill them: their HTML, and what lies beside it. */

export interface Clipboard {
  readonly html: string;
  readonly text?: string;
  readonly rtf?: string;
}

/** A picture of one red dot. */
export const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

const wordStyles = `
<!--
 /* Font Definitions */
 @font-face {font-family:仿宋_GB2312; panose-1:2 1 6 9 6 1 1 1 1 1;}
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal
	{mso-style-unhide:no; margin:0cm; text-align:justify; text-justify:inter-ideograph;
	mso-pagination:none; font-size:10.5pt; mso-bidi-font-size:11.0pt; font-family:等线;
	mso-ascii-font-family:等线; mso-fareast-font-family:等线;}
h1 {margin-top:17.0pt; margin-bottom:16.5pt; font-size:22.0pt; font-family:等线; font-weight:bold;}
span.MsoHyperlink {color:#0563C1; text-decoration:underline;}
.MsoChpDefault {mso-style-type:export-only;}
@page WordSection1 {size:595.3pt 841.9pt; margin:72.0pt 90.0pt 72.0pt 90.0pt;}
div.WordSection1 {page:WordSection1;}
 @list l0 {mso-list-id:1; mso-list-type:hybrid;}
@list l0:level1 {mso-level-number-format:bullet; mso-level-text:\uf06c;}
-->`;

const word = (body: string): string =>
  `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15"><link rel=File-List href="file:///C:/Temp/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style>${wordStyles}</style>
<!--[if gte mso 10]><style>p.MsoNormal {color:red;}</style><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21.0pt;text-justify-trim:punctuation'>
<!--StartFragment-->
${body}
<!--EndFragment-->
</body></html>`;

const wordItem = (label: string, level: number, text: string, font = '"Times New Roman"'): string =>
  `<p class=MsoListParagraph style='margin-left:${21 * level}.0pt;text-indent:-21.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span
lang=EN-US style='font-family:${font}'><span style='mso-list:Ignore'>${label}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]><span>${text}<o:p></o:p></span></p>`;

export const wordText: Clipboard = {
  html: word(`<p class=MsoNormal align=center style='text-align:center;line-height:28.0pt;mso-line-height-rule:exactly'><b><span
style='font-size:22.0pt;font-family:方正小标宋简体;mso-hansi-font-family:宋体'>关于开展检查的通知<span lang=EN-US><o:p></o:p></span></span></b></p>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0;line-height:150%'><span style='font-size:16.0pt;
font-family:仿宋_GB2312;mso-ascii-font-family:"Times New Roman"'>请各单位<u>认真</u><span
style='color:red'>自查</span>，用水<span lang=EN-US>10m<sup>3</sup></span>、<span lang=EN-US>H<sub>2</sub>O</span>，
<span style='background:yellow;mso-highlight:yellow'>限期</span><s>三天</s><i>上报</i>。<span
style='display:none;mso-hide:all'>内部批注</span><span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp; </span>完<span style='mso-text-raise:6.0pt'>抬高</span><o:p></o:p></span></p>
<p class=MsoNormal align=left style='text-align:justify;text-justify:distribute-all-lines'>发文机关</p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<h1>第一章 总则</h1>
${wordItem('一、', 1, '保留的编号')}
${wordItem('1.', 1, '甲')}
${wordItem('l', 2, '乙', 'Wingdings')}
${wordItem('2.', 1, '丙')}
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 align=center><tr style='height:20pt'>
<td width=189 colspan=2 style='width:142.0pt;border:solid windowtext 1.0pt;background:#D9E2F3;padding:0cm 5.4pt'><p class=MsoNormal align=center style='text-align:center'><b>合计</b></p></td></tr>
<tr><td width=95 valign=bottom style='width:71.0pt;border:solid windowtext 1.0pt;border-top:none'><p class=MsoNormal>甲</p></td><td style='width:71.0pt;border:solid windowtext 1.0pt'><p class=MsoNormal>乙</p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="a"><v:imagedata src="file:///C:/Temp/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img
width=20 height=20 src="file:///C:/Temp/clip_image002.png" alt="图片 1" v:shapes="a"><![endif]>图后</p>`),
  rtf: `{\\rtf1\\ansi{\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn a}{\\sv 1}}}\\picscalex100\\picw26\\pich26\\pngblip\\bliptag12{\\*\\blipuid 0123456789abcdef0123456789abcdef}\n${hexOf(dot)}}}{\\nonshppict{\\pict\\wmetafile8 0100}}\\par}`,
};

/** The same picture with nothing beside the HTML. */
export const wordLost: Clipboard = {
  html: word(
    `<p class=MsoNormal>前<img width=20 height=20 src="file:///C:/Temp/clip_image002.png" alt="组织结构图">后</p>`,
  ),
};

export const wpsText: Clipboard = {
  html: `<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 14">
<style>@font-face{font-family:"仿宋";}
@list l0:level1{mso-level-number-format:decimal;mso-level-text:"%1.";}
p.MsoNormal{mso-style-name:正文;margin:0pt;text-align:justify;font-family:Calibri;mso-fareast-font-family:宋体;font-size:10.5pt;}
span.10{font-family:'Times New Roman';}
span.15{font-weight:bold;text-decoration:underline;}
@page{mso-page-border-surround-header:no;}</style></head><body style="tab-interval:21pt;"><!--StartFragment-->
<p class=MsoNormal align=right style="text-align:right;mso-para-margin-right:0.0000gd;" ><span style="font-family:仿宋;mso-hansi-font-family:Calibri;font-size:16.0000pt;" >二〇二六年三月</span><span class="15" >重点</span></p>
<p class=MsoNormal style="margin-left:21.0000pt;text-indent:-21.0000pt;mso-list:l0 level1 lfo1;" ><![if !supportLists]><span style="font-family:宋体;" ><span style='mso-list:Ignore;' >1.<span>&nbsp;</span></span></span><![endif]><span>第一项</span></p>
<p class=MsoNormal style="mso-list:l0 level1 lfo1;" ><span style='mso-list:Ignore;' >2.</span><span>第二项</span></p><!--EndFragment--></body></html>`,
};

export const excelCells: Clipboard = {
  html: `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet><style>
<!--table {mso-displayed-decimal-separator:"\\.";}
tr {mso-height-source:auto;}
td {padding-top:1px; color:black; font-size:11.0pt; font-weight:400; font-family:等线; text-align:general; vertical-align:middle; border:none; white-space:nowrap;}
.xl65 {font-weight:700; text-align:center; border:.5pt solid windowtext; background:#FFE699;}
.xl66 {text-align:right; border:.5pt solid windowtext;}
.font5 {color:red; font-size:9.0pt;}
--></style></head><body><table border=0 cellpadding=0 cellspacing=0 width=192>
<col width=96 style='width:72pt'><col width=96 style='width:72pt'>
<!--StartFragment-->
<tr height=19><td colspan=2 class=xl65 width=192>经费表</td></tr>
<tr height=19><td rowspan=2 class=xl66>3,200</td><td class=xl66>余<font class="font5">注</font></td></tr>
<tr height=19><td class=xl66>&nbsp;</td></tr>
<tr height=0 style='display:none'><td>看不见的行</td><td></td></tr>
<!--EndFragment--></table></body></html>`,
  text: '经费表\t\n3,200\t余注\n\t',
};

export const webPage: Clipboard = {
  html: `<meta charset='utf-8'><html><body><!--StartFragment--><h2 style="color: rgb(0, 0, 0); font-style: normal;">要闻</h2>
<p style="margin: 0px; text-align: center; text-indent: 2em; font-size: 16px; background-color: rgb(255, 255, 255)">据<a href="https://example.com/a?b=1&amp;c=2">报道</a>，<span style="font-weight: 600; color: rgb(192, 0, 0)">降水</span>
达到<span style="vertical-align: super; font-size: 10px">2</span>级。<script>alert(1)</script><span style="visibility:hidden">追踪</span><template>模板</template></p>
<div>没有段落的字<br>第二行</div>
<ul><li>春<ul><li>立春</li></ul></li><li>夏</li></ul>
<p>图：<img src="https://example.com/tu.png" alt="天气图" onerror="alert(1)"><img src="https://example.com/1.gif" width="1" height="1"><img src="data:image/png;base64,${dot}"></p>
<pre>a  b
  c</pre><!--EndFragment--></body></html>`,
};
