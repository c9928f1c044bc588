// Runs the script of verify.html as it stands in the page: questions in, reports out.
import { readFileSync } from "node:fs";

const html = readFileSync(process.argv[2], "utf8");
const script = html.slice(html.indexOf("<script>") + 8, html.lastIndexOf("</script>"));
const names = "{ verify, readKeys, readNote, readVkey, sm3, gunzip, canonical, readCanonical }";
const page = new Function(`${script}\nreturn ${names};`)();
const reports = [];
for (const one of JSON.parse(readFileSync(0, "utf8"))) {
  const trust = {
    keys: one.keys ? await page.readKeys(new Uint8Array(readFileSync(one.keys))) : null,
    checkpoint: one.checkpoint ? page.readNote(readFileSync(one.checkpoint, "utf8")) : null,
    witnesses: await Promise.all(one.witnesses.map(page.readVkey)),
  };
  reports.push(await page.verify(new Blob([readFileSync(one.path)]), one.path, trust));
}
process.stdout.write(JSON.stringify(reports));
