// Carries what stands behind the # over signing in: it is never sent, so the server cannot. Only on the page of signing in, and
// only into its own forms: the address of an identity provider does not get it.
for (const form of document.querySelectorAll("form.plain-form")) {
  if (location.hash && new URL(form.action).origin === location.origin) {
    form.action = form.action.split("#")[0] + location.hash;
  }
}
