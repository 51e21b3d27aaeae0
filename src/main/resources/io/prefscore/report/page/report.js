'use strict';
(function () {
  const CHARTS = {histogram, reliability, forest};
  const NARROW = 560;
  const PAPER = 660;
  const drawn = new Map();

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const one = name => style.getPropertyValue('--' + name).trim();
    return {ink: one('ink'), muted: one('muted'), line: one('line'), grid: one('grid'), page: one('page'),
      panel: one('panel'), first: one('first'), second: one('second')};
  }

  function base(colour, description) {
    return {
      animation: false,
      color: [colour.first, colour.second],
      textStyle: {color: colour.ink, fontFamily: getComputedStyle(document.body).fontFamily},
      aria: {enabled: true, label: {description: description}},
      // text and never markup: the policy forbids inline styles, and labels are whatever the data holds
      tooltip: {renderMode: 'richText', confine: true, backgroundColor: colour.panel, borderColor: colour.line,
        textStyle: {color: colour.ink, fontSize: 13}}
    };
  }

  function axis(colour, more) {
    return Object.assign({
      type: 'value',
      axisLine: {lineStyle: {color: colour.line}}, axisTick: {lineStyle: {color: colour.line}},
      axisLabel: {color: colour.muted, hideOverlap: true, formatter: short}, splitLine: {lineStyle: {color: colour.grid}},
      nameLocation: 'middle', nameGap: 28, nameTextStyle: {color: colour.muted}
    }, more);
  }

  const short = value => String(Number(value.toPrecision(4))).replace('-', '\u2212');
  const plain = text => text.replace(/[{}|]/g, ' ');

  /** A stair over the bins, down to nothing at both ends. */
  function stairs(bins) {
    const points = [[bins[0][0], 0]];
    bins.forEach(function (bin, index) {
      points.push([bin[0], bin[2]], [bin[1], bin[2]]);
      if (index + 1 < bins.length && bins[index + 1][0] > bin[1]) {
        points.push([bin[1], 0], [bins[index + 1][0], 0]);
      }
    });
    points.push([bins[bins.length - 1][1], 0]);
    return points;
  }

  function vertical(colour, at) {
    return {silent: true, symbol: 'none', lineStyle: {color: colour.muted, type: 'dashed', width: 1.5},
      label: {show: false}, data: [{xAxis: at}]};
  }

  /** How wide the widest label is, up to a limit; the library's own measure is too small for those it cuts. */
  function widest(labels, limit) {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = '12px ' + getComputedStyle(document.body).fontFamily;
    return Math.min(limit, Math.ceil(Math.max(...labels.map(label => pen.measureText(label).width))) + 2);
  }

  function histogram(data, colour, option) {
    const several = data.series.length > 1;
    option.legend = {show: several, top: 0, textStyle: {color: colour.ink}, icon: 'roundRect'};
    option.grid = {left: 52, right: 16, top: several ? 34 : 12, bottom: 44};
    option.xAxis = axis(colour, {name: data.axis, scale: true, splitLine: {show: false}});
    option.yAxis = axis(colour, {name: '% per bin', nameGap: 34});
    option.series = data.series.map((one, index) => ({
      type: 'line', name: one.name, data: stairs(one.bins), symbol: 'none', silent: true, lineStyle: {width: 1.5,
        type: index ? 'dashed' : 'solid'}, areaStyle: {opacity: several ? 0.18 : 0.3},
      markLine: several || one.bins[0][0] > 0 || one.bins[one.bins.length - 1][1] < 0 ? undefined : vertical(colour, 0)
    }));
    // a tooltip for all series at once makes the library warn on the console; the table below has the numbers
    option.tooltip.show = false;
  }

  /** Segments from the lower to the upper end, one after the other with gaps between them. */
  function whiskers(rows, at) {
    const points = [];
    rows.forEach(function (row, index) {
      if (row.low !== null && row.high !== null) {
        points.push(at(row, index, row.low), at(row, index, row.high), ['-', '-']);
      }
    });
    return points;
  }

  function reliability(data, colour, option) {
    const bins = data.bins.filter(bin => bin.value !== null && bin.confidence !== null);
    const lowest = Math.min(50, ...bins.map(bin => bin.low === null ? bin.value : bin.low));
    const counts = data.bins.map(bin => [bin.from, bin.to, bin.comparisons]);
    option.grid = [{left: 60, right: 30, top: 12, height: 220}, {left: 60, right: 30, top: 262, height: 62}];
    option.xAxis = [
      axis(colour, {gridIndex: 0, min: 50, max: 100, axisLabel: {show: false}}),
      axis(colour, {gridIndex: 1, min: 50, max: 100, name: 'confidence', axisLabel: {color: colour.muted, formatter: '{value} %'}})
    ];
    option.yAxis = [
      axis(colour, {gridIndex: 0, min: Math.floor(lowest / 10) * 10, max: 100, name: 'agreement', nameGap: 44,
        axisLabel: {color: colour.muted, formatter: '{value} %'}}),
      axis(colour, {gridIndex: 1, name: 'count', nameGap: 44, splitNumber: 2,
        axisLabel: {color: colour.muted, formatter: value => value < 1e4 ? value : short(value / 1e3) + 'k'}})
    ];
    option.series = [
      {type: 'line', data: [[50, 50], [100, 100]], symbol: 'none', silent: true, lineStyle: {color: colour.muted, type: 'dashed', width: 1}},
      {type: 'line', data: whiskers(bins, (bin, index, end) => [bin.confidence, end]), symbol: 'none', silent: true,
        lineStyle: {color: colour.first, width: 2}},
      {type: 'scatter', data: bins.map(bin => [bin.confidence, bin.value]), symbolSize: 9, itemStyle: {color: colour.first}},
      {type: 'line', xAxisIndex: 1, yAxisIndex: 1, data: stairs(counts), symbol: 'none', silent: true,
        lineStyle: {color: colour.first, width: 1}, areaStyle: {color: colour.first, opacity: 0.3}}
    ];
    option.tooltip.formatter = function (point) {
      const bin = bins[point.dataIndex];
      const interval = bin.low === null ? '' : ' [' + bin.low.toFixed(1) + ', ' + bin.high.toFixed(1) + ']';
      return 'confidence ' + bin.confidence.toFixed(1) + ' %\nagreement ' + bin.value.toFixed(1) + ' %' + interval
        + '\n' + bin.comparisons.toLocaleString('en') + ' comparisons';
    };
  }

  function forest(data, colour, option, width) {
    const ends = data.rows.flatMap(row => [row.low, row.value, row.high]).concat(data.reference).filter(end => end !== null);
    const margin = (Math.max(...ends) - Math.min(...ends) || 1) * 0.04;
    const within = end => data.unit ? Math.min(100, Math.max(0, end)) : end;
    const narrow = width < NARROW;
    const labels = data.rows.map(row => row.label);
    const room = widest(labels, narrow ? 130 : 280);
    option.grid = {left: room + 12, right: 16, top: 6, bottom: 26};
    option.xAxis = axis(colour, {splitNumber: narrow ? 3 : 6, min: within(Math.min(...ends) - margin), max: within(Math.max(...ends) + margin),
      axisLabel: {color: colour.muted, hideOverlap: true, showMinLabel: false, showMaxLabel: false,
        formatter: value => short(value) + data.unit}});
    option.yAxis = axis(colour, {type: 'category', inverse: true, data: labels, axisTick: {show: false},
      splitLine: {show: true, lineStyle: {color: colour.grid, type: 'dotted'}},
      axisLabel: {color: colour.ink, interval: 0, width: room, overflow: 'truncate', ellipsis: '…'}});
    const points = data.rows.map((row, index) => ({value: [row.value, index],
      itemStyle: row.few ? {color: colour.page, borderColor: colour.first, borderWidth: 1.5} : {color: colour.first}}));
    option.series = [
      {type: 'line', data: whiskers(data.rows, (row, index, end) => [end, index]), symbol: 'none', silent: true,
        lineStyle: {color: colour.first, width: 2}},
      {type: 'scatter', data: points, symbolSize: 9, z: 3,
        markLine: data.reference === null ? undefined : vertical(colour, data.reference)}
    ];
    option.tooltip.formatter = function (point) {
      const row = data.rows[point.dataIndex];
      return [plain(row.label), row.shown, row.comparisons, row.few ? 'few prompts' : ''].filter(Boolean).join('\n');
    };
  }

  const HEIGHTS = {
    histogram: () => 280,
    reliability: () => 372,
    forest: data => 36 + 24 * Math.max(2, data.rows.length)
  };

  function draw(box) {
    const data = JSON.parse(document.getElementById(box.id + '-data').textContent);
    const option = base(colours(), box.getAttribute('aria-label'));
    box.style.height = box.style.minHeight = HEIGHTS[box.dataset.type](data) + 'px';
    const paper = document.documentElement.classList.contains('paper');
    CHARTS[box.dataset.type](data, colours(), option, paper ? PAPER : box.clientWidth);
    const chart = drawn.get(box) || echarts.init(box, null, {renderer: 'svg'});
    drawn.set(box, chart);
    chart.resize({width: paper ? PAPER : 'auto'});
    chart.setOption(option, true);
    // the library calls the background of every chart by the same id
    box.querySelectorAll('svg > rect[id]').forEach(background => background.removeAttribute('id'));
  }

  const boxes = Array.from(document.querySelectorAll('.chart'));
  const drawAll = () => boxes.forEach(draw);
  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  function drawFor(paper) {
    document.documentElement.classList.toggle('paper', paper);
    drawAll();
  }
  addEventListener('beforeprint', () => drawFor(true));
  addEventListener('afterprint', () => drawFor(false));
  let width = innerWidth;
  addEventListener('resize', function () {
    if (innerWidth !== width) {
      width = innerWidth;
      drawAll();
    }
  });
})();
