// On a table's own page: what was drawn on this device and is still here goes on its way.

import { Sending } from "./sending.js";

new Sending().wake();
