// Starts a page: the components of GOV.UK at once, everything heavier only where the page has a use for it.

import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { Tabs } from "govuk-frontend/dist/govuk/components/tabs/tabs.mjs";

// GOV.UK's style sheet and scripts look for both: a script runs, and it is a browser of the last years.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
[ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink, Tabs].forEach((component) => createAll(component));

// The build puts the file names in; none of these is fetched before a page has a use for it.
const PARTS = {
  "[data-map]": PART_MAP,
  "figure[data-chart]": PART_EXPLORE,
  "table[data-table]": PART_TABLE,
  "form[data-find]": PART_FIND,
};

const NEAR = "600px"; // a part is fetched before it is scrolled into sight

// A part that fails leaves the page as it came: complete, only less lively.
function wake(element, name) {
  import(new URL(name, import.meta.url)).then((part) => part.start(element)).catch((error) => console.warn(error));
}

for (const [selector, name] of Object.entries(PARTS)) {
  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        watch.unobserve(target);
        wake(target, name);
      }
    }
  }, { rootMargin: NEAR });
  document.querySelectorAll(selector).forEach((element) => watch.observe(element));
}
