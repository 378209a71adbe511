// Reads FHIR resources, one a line, with npm `fhir` (R4), which also says what it did not expect.
// Prints, for each line of the file named, `ok` or what is wrong, on one line.
"use strict";

const fs = require("fs");
const { Fhir } = require("fhir");

const fhir = new Fhir();

// A fault of this validator: in a choice that must have a value it takes false and 0 for no value.
function isThere(resource, one) {
  const at = /^Questionnaire\.(item\[.*\]\.enableWhen\[\d+\])\.answer\[x\]$/.exec(one.location);
  if (at === null || one.message !== "Missing property") return false;
  const steps = at[1].replace(/\[(\d+)\]/g, ".$1").split(".");
  const test = steps.reduce((below, step) => below[step], resource);
  return [test.answerBoolean, test.answerInteger, test.answerDecimal].some((value) => value === false || value === 0);
}

for (const line of fs.readFileSync(process.argv[2], "utf8").split("\n")) {
  if (line === "") continue;
  const resource = JSON.parse(line);
  let said = [];
  try {
    const result = fhir.validate(resource, { errorOnUnexpected: true });
    const serious = result.messages.filter((one) => one.severity === "error" || one.severity === "fatal");
    const wrong = serious.filter((one) => !isThere(resource, one));
    said = wrong.map((one) => `${one.location}: ${one.message}`);
    if (serious.length === 0 && !result.valid) said = ["refused"];
  } catch (why) {
    said = [String(why)];
  }
  console.log(said.length === 0 ? "ok" : said.join("; ").replace(/\s+/g, " ").slice(0, 900));
}
