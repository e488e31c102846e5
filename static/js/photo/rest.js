// On a table's other pages: sends the photos that were not stored yet when somebody left the page for photos.

if (localStorage.getItem("photos-wait") !== null) import("./sending.js").then(({ photos }) => photos());
