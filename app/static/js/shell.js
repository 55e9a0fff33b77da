// What makes every page nicer. All of it works without, so each module only adds.
import "./quick-exit.js";
import "./theme.js";
import "./menu.js";
import "./password.js";
