/**
 * What runs in the page: shows only the rows of a table that have all the words in its filter box, and says how many they are. Without it, as
 * where a viewer runs no scripts, the box is not there and every row is.
 */
export const filterScript = `
for (const box of document.querySelectorAll("input[data-filters]")) {
  const rows = [...document.getElementById(box.dataset.filters).tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const shown = document.getElementById(box.dataset.filters + "-shown");
  const filter = () => {
    const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let number = 0;
    rows.forEach((row, index) => {
      const fits = words.every((word) => texts[index].includes(word));
      row.hidden = !fits;
      if (fits) number += 1;
    });
    shown.textContent = number + " of " + rows.length + " shown";
  };
  box.closest("[hidden]").hidden = false;
  box.addEventListener("input", filter);
  filter();
}
`;
