// Puts the front end together: styles, scripts and licences of what is inside, under names that change with their content.
// The same input gives the same bytes, so that a page can be kept for ever under the name of its content.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";

const SOURCE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(SOURCE, "..", "static");
const ROOT = join(SOURCE, "..", "..", "..", "..");
const MODULES = join(ROOT, "node_modules");

// Safari 15.4 is the oldest browser with the modules, dialogs and :has-free selectors that the pages rest on.
const BROWSERS = ["chrome109", "firefox115", "safari15.4"];
const WORKER = "maplibre-gl/dist/maplibre-gl-worker.mjs";

/** Logical name to { name, bytes }: everything that will be written. */
const made = new Map();

function add(logical, bytes) {
  const data = Buffer.from(bytes);
  const at = logical.lastIndexOf(".");
  const digest = createHash("sha256").update(data).digest("hex").slice(0, 8).toUpperCase(); // as long and as loud as esbuild's
  const name = `${logical.slice(0, at)}-${digest}${logical.slice(at)}`;
  made.set(logical, { name, data });
  return name;
}

async function style(name) {
  const { css } = await sass.compileAsync(join(SOURCE, `${name}.scss`), {
    importers: [new sass.NodePackageImporter(join(ROOT, "package.json"))],
    quietDeps: true,
    style: "compressed",
  });
  // esbuild takes away what the named browsers do not need, and writes the rest shorter.
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target: BROWSERS });
  return add(`${name}.css`, code);
}

/** Each script is whole in itself: what two of them share is so little that a file for it would only cost a journey. */
async function script(name, define = {}) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(SOURCE, "script", `${name}.js`)],
    absWorkingDir: ROOT,
    bundle: true,
    charset: "utf8",
    define,
    entryNames: "[name]-[hash]",
    format: "esm",
    legalComments: "none", // they stand in licences.txt
    logLevel: "warning",
    minify: true,
    outdir: STATIC,
    target: BROWSERS,
    write: false,
  });
  const [{ path, contents }] = outputFiles;
  made.set(`${name}.js`, { name: basename(path), data: Buffer.from(contents) });
}

/** The file name of what was made before, as a script writes it. */
const named = (logical) => JSON.stringify(made.get(logical).name);

/** The licences of all packages that may be inside the scripts and styles: their terms ask that they go along. */
function licences() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const inside = Object.keys(packages).filter((path) => path && !packages[path].dev && !packages[path].optional).sort();
  const parts = inside.map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, path, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${readFileSync(licence(path, name), "utf8").trim()}\n`;
  });
  add("licences.txt", parts.join(`\n${"-".repeat(80)}\n\n`));
}

/** The file with the licence of a package; three carry none, so theirs are kept in the folder licence. */
function licence(path, name) {
  const file = readdirSync(join(ROOT, path)).sort().find((one) => /^licen[cs]e/i.test(one));
  return file ? join(ROOT, path, file) : join(SOURCE, "licence", `${name}.txt`);
}

function write() {
  mkdirSync(STATIC, { recursive: true });
  const kept = new Set(["assets.json"]);
  for (const { name, data } of made.values()) {
    for (const [ending, bytes] of [["", data], ...packed(name, data)]) {
      kept.add(name + ending);
      writeFileSync(join(STATIC, name + ending), bytes);
    }
  }
  const names = Object.fromEntries([...made].map(([logical, { name }]) => [logical, name]).sort());
  // Last, so that the list never names a file that is not there yet.
  writeFileSync(join(STATIC, "assets.json"), JSON.stringify(names, null, 1) + "\n");
  readdirSync(STATIC).filter((name) => !kept.has(name)).forEach((name) => rmSync(join(STATIC, name)));
}

function packed(name, data) {
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length } };
  return [[".gz", gzipSync(data, { level: 9 })], [".br", brotliCompressSync(data, brotli)]];
}

if (!existsSync(join(MODULES, WORKER))) {
  console.error("The packages of the front end are not installed. Run: npm ci");
  process.exit(1);
}
await style("site");
add("icon.svg", readFileSync(join(SOURCE, "icon.svg")));
await script("map", {
  MAP_STYLE: JSON.stringify(await style("map")),
  MAP_WORKER: JSON.stringify(add("map-worker.js", readFileSync(join(MODULES, WORKER)))),
});
await script("chart");
await script("explore", { PART_CHART: named("chart.js") });
await script("find");
await script("table");
await script("site", {
  PART_EXPLORE: named("explore.js"),
  PART_FIND: named("find.js"),
  PART_MAP: named("map.js"),
  PART_TABLE: named("table.js"),
});
licences();
write();
for (const [logical, { data }] of [...made].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`${logical.padEnd(24)} ${String(data.length).padStart(9)} bytes, ${String(gzipSync(data, { level: 9 }).length).padStart(7)} compressed`);
}
