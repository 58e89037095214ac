// Buttons that save a chart of the page as an image. Plotly's own camera makes it: the format is changed for the click.
export default function ({ data, parentElement }) {
  const save = (format) => {
    const plot = document.querySelector(`.st-key-${CSS.escape(data.container)} .js-plotly-plot`);
    const camera = plot?.querySelector('.modebar-btn[data-title^="Download plot"]');
    if (!camera) return;
    const options = plot._context.toImageButtonOptions;
    plot._context.toImageButtonOptions = { ...options, format };
    camera.click();
    plot._context.toImageButtonOptions = options;
  };
  for (const button of parentElement.querySelectorAll("button")) button.onclick = () => save(button.value);
}
