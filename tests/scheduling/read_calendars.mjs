// Reads calendar files as ical.js does: a JSON list of files in, a JSON list of what is in them out.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;

const text = (component, name) => component.getFirstPropertyValue(name);
const instant = (component, name) => text(component, name).toJSDate().toISOString();
const names = (component) => component.getAllProperties().map((property) => property.name);

function readEvent(component) {
  return {
    uid: text(component, "uid"),
    sequence: text(component, "sequence"),
    title: text(component, "summary"),
    place: text(component, "location"),
    status: text(component, "status"),
    start: instant(component, "dtstart"),
    end: instant(component, "dtend"),
    wall_time: text(component, "dtstart").toString(),
    zone: component.getFirstProperty("dtstart").getParameter("tzid") ?? null,
    names: names(component),
    reminders: component
      .getAllSubcomponents("valarm")
      .map((alarm) => text(alarm, "trigger").toSeconds()),
  };
}

function readPeriods(component) {
  return component
    .getAllProperties("freebusy")
    .flatMap((property) => property.getValues())
    .map((period) => [period.start, period.getEnd()].map((at) => at.toJSDate().toISOString()));
}

function read(file) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  // Only what the file itself says of its zones counts.
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return {
    names: names(calendar),
    method: text(calendar, "method"),
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => text(zone, "tzid")),
    events: calendar.getAllSubcomponents("vevent").map(readEvent),
    busy: calendar.getAllSubcomponents("vfreebusy").flatMap(readPeriods),
  };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
