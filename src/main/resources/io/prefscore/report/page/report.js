'use strict';
(function () {
  const CHARTS = {histogram, reliability, forest, curves, parts, shift};
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

  /** An axis of names, the first at the top. */
  function names(colour, labels, room) {
    return axis(colour, {type: 'category', inverse: true, data: labels, axisTick: {show: false}, splitLine: {show: false},
      axisLabel: {color: colour.ink, interval: 0, width: room, overflow: 'truncate', ellipsis: '…'}});
  }

  /** What is gone is an outline, what was changed is hatched, so that neither is told by its colour alone. */
  const TONES = {
    plain: colour => ({color: colour.first}),
    turned: colour => ({color: colour.second, decal: {symbol: 'rect', color: colour.page, dashArrayX: [1, 0], dashArrayY: [1.5, 4], rotation: -Math.PI / 4}}),
    weighed: colour => ({color: between(colour, 1, 3), decal: {symbol: 'circle', color: colour.page, dashArrayX: [4, 4], dashArrayY: [4, 4], symbolSize: 0.6}}),
    gone: colour => ({color: colour.panel, borderColor: colour.muted, borderWidth: 1, borderType: 'dashed'})
  };

  /** More than two names take two lines on narrow screens. */
  const legendHeight = data => data.parts.length > 2 ? 56 : data.parts.length > 1 ? 32 : 6;

  /** Bars of a whole and its parts. */
  function parts(data, colour, option, width) {
    const narrow = width < NARROW;
    const room = widest(data.rows.map(row => row.label), narrow ? 110 : 280);
    const side = widest(data.rows.map(row => row.shown), narrow ? 110 : 220);
    option.legend = {show: data.parts.length > 1, top: 0, left: 0, selectedMode: false, icon: 'rect', textStyle: {color: colour.ink}};
    option.grid = {left: room + 12, right: side + 14, top: legendHeight(data), bottom: 26};
    option.xAxis = axis(colour, {min: 0, max: data.whole === null ? undefined : data.whole, splitNumber: narrow ? 2 : 5,
      axisLabel: {color: colour.muted, hideOverlap: true, formatter: value => (value < 1e6 ? value.toLocaleString('en') : size(value)) + data.unit}});
    option.yAxis = names(colour, data.rows.map(row => row.label), room);
    option.series = data.parts.map((part, place) => ({type: 'bar', stack: 'whole', name: part.name, barMaxWidth: 18,
      data: data.rows.map(row => row.values[place]), itemStyle: TONES[part.tone](colour)}));
    // a part of no length, which carries the words at the end of each bar
    option.series.push({type: 'bar', stack: 'whole', data: data.rows.map(() => 0), silent: true,
      label: {show: true, position: 'right', color: colour.muted, width: side, overflow: 'truncate', ellipsis: '…',
        formatter: bar => plain(data.rows[bar.dataIndex].shown)},
      markLine: data.reference === null ? undefined : vertical(colour, data.reference)});
    option.tooltip.formatter = bar => [data.rows[bar.dataIndex].label].concat(data.rows[bar.dataIndex].details).map(plain).join('\n');
  }

  /** Two estimates a row, one above the other: how it was and how it is. */
  function shift(data, colour, option, width) {
    const narrow = width < NARROW;
    const both = data.rows.flatMap(row => [row.before, row.after]);
    const ends = both.flatMap(one => [one.low, one.value, one.high]).filter(end => end !== null);
    const margin = (Math.max(...ends) - Math.min(...ends) || 1) * 0.04;
    const within = end => Math.min(100, Math.max(0, end));
    const room = widest(data.rows.map(row => row.label), narrow ? 130 : 280);
    const rows = data.rows.length;
    option.legend = {top: 0, left: 0, selectedMode: false, itemWidth: 14, textStyle: {color: colour.ink}};
    option.grid = {left: room + 12, right: 16, top: 32, bottom: 26};
    option.xAxis = axis(colour, {splitNumber: narrow ? 3 : 6, min: within(Math.min(...ends) - margin), max: within(Math.max(...ends) + margin),
      axisLabel: {color: colour.muted, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: value => short(value) + data.unit}});
    // names stand between ticks of one axis, estimates a little above and below them on the other
    option.yAxis = [names(colour, data.rows.map(row => row.label), room), {type: 'value', min: 0, max: rows, inverse: true, show: false}];
    const place = (index, which) => index + (which === 'before' ? 0.33 : 0.67);
    const series = function (which, tint, look, symbol) {
      const bars = data.rows.map(row => row[which]);
      return [
        {type: 'line', yAxisIndex: 1, data: whiskers(bars, (bar, index, end) => [end, place(index, which)]), symbol: 'none', silent: true,
          lineStyle: {color: tint, width: 2}},
        {type: 'scatter', yAxisIndex: 1, name: which, symbol: symbol, symbolSize: 9, z: 3, itemStyle: look,
          data: data.rows.map((row, index) => ({row: row, value: [row[which].value, place(index, which)]})).filter(point => point.value[0] !== null)}
      ];
    };
    option.series = series('before', colour.second, {color: colour.page, borderColor: colour.second, borderWidth: 1.5}, 'circle')
      .concat(series('after', colour.first, {color: colour.first}, 'rect'));
    option.tooltip.formatter = point => [point.data.row.label, 'before ' + point.data.row.before.shown, 'after ' + point.data.row.after.shown].map(plain).join('\n');
  }

  // one after the other, so that groups of points are told apart without colour
  const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'path://M0,0L10,0L5,10Z'];
  const DASHES = ['solid', [7, 4], [2, 3], [10, 3, 2, 3], [14, 4]];

  /** A colour of a row of them between the two of the page, which both stand out from it. */
  function between(colour, index, count) {
    if (count < 2) {
      return colour.first;
    }
    const part = at => [1, 3, 5].map(place => parseInt(colour[at].slice(place, place + 2), 16));
    const share = index / (count - 1);
    const last = part('first');
    return 'rgb(' + part('second').map((one, place) => Math.round(one + share * (last[place] - one))).join(',') + ')';
  }

  /** 1,500 as 1.5k, 7e9 as 7B, 6e21 as 6·10²¹. */
  function size(value) {
    const power = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
    if (value === 0 || power < 4 && power > -4) {
      return short(value);
    }
    if (power < 4 || power >= 15) {
      const digits = short(value / 10 ** power);
      return (digits === '1' ? '' : digits + '\u00b7') + '10'
        + String(power).replace(/./g, one => '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b'['0123456789-'.indexOf(one)]);
    }
    const thousands = Math.floor(power / 3);
    return short(value / 1000 ** thousands) + ' kMBT'[thousands];
  }

  /** Round numbers between two ends, at most so many. */
  function evenTicks(low, high, most) {
    const raw = (high - low) / most;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 2.5, 5, 10].find(one => one * power >= raw * (1 - 1e-9));
    const ticks = [];
    for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
      ticks.push(Number((index * step).toPrecision(12)));
    }
    return ticks;
  }

  /** The same on a logarithmic axis, which the library marks at powers of ten alone. */
  function logTicks(low, high, most) {
    if (high / low < 5) {
      return evenTicks(low, high, most);
    }
    for (const heads of [[1, 2, 5], [1, 3], [1]]) {
      const ticks = [];
      for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
        heads.forEach(head => ticks.push(Number((head * 10 ** power).toPrecision(3))));
      }
      const within = ticks.filter(tick => tick >= low && tick <= high);
      if (within.length <= most) {
        return within;
      }
    }
    const first = Math.ceil(Math.log10(low));
    const step = Math.ceil((Math.log10(high) - first + 1) / most);
    return Array.from({length: most}, (one, index) => 10 ** (first + index * step)).filter(tick => tick <= high);
  }

  /** Where a number stands, so that logarithmic axes are plain ones for the library. */
  const scaled = log => value => log ? Math.log10(value) : value;

  /** From which to which place an axis goes: all of these are on it, and of those as much as leaves room for these. */
  function range(these, those, share) {
    const low = Math.min(...these);
    const high = Math.max(...these);
    const span = high - low || Math.abs(high) * 0.2 || 1;
    const pad = span * 0.05;
    return [Math.max(Math.min(low, ...those), low - span * share) - pad, Math.min(Math.max(high, ...those), high + span * share) + pad];
  }

  /** Lines and labels at ticks, in place of those that the library would choose. */
  function ruler(colour, grid, ticks, at, text, along) {
    const marks = ticks.map(tick => ({[along]: at(tick), label: {formatter: text(tick)}}));
    return {type: 'line', data: [], xAxisIndex: grid, yAxisIndex: grid, silent: true, markLine: {silent: true, symbol: 'none', precision: 15,
      lineStyle: {color: colour.grid, type: 'solid', width: 1}, label: {position: 'start', distance: 7, color: colour.muted, fontSize: 12}, data: marks}};
  }

  const bare = (colour, more) => axis(colour, Object.assign({axisLabel: {show: false}, axisTick: {show: false},
    splitLine: {show: false}, axisLine: {show: true, onZero: false, lineStyle: {color: colour.line}}}, more));

  /** There along the upper ends and back along the lower ones: an outline that is filled. */
  function outline(curve, x, y) {
    const known = curve.filter(spot => spot[2] !== null && spot[3] !== null);
    const height = value => y.drawable(value) ? Math.min(y.ends[1], Math.max(y.ends[0], y.at(value))) : y.ends[0];
    return known.map(spot => [x.at(spot[0]), height(spot[3])]).concat(known.reverse().map(spot => [x.at(spot[0]), height(spot[2])]));
  }

  /** Heights of labels that want to stand at these, moved apart where they would overlap. */
  function apart(wanted, least) {
    const order = wanted.map((one, index) => index).sort((a, b) => wanted[a] - wanted[b]);
    const got = wanted.slice();
    for (let round = 0; round < 50; round++) {
      for (let place = 1; place < order.length; place++) {
        const lack = least - (got[order[place]] - got[order[place - 1]]);
        if (lack > 0) {
          got[order[place - 1]] -= lack / 2;
          got[order[place]] += lack / 2;
        }
      }
    }
    return got;
  }

  /** How tall the part with the curves is; residuals stand below it. */
  const CURVES = 300;

  /** How the numbers of a chart of curves become places, and from where to where its axes go. */
  function curveScales(data) {
    const points = data.groups.flatMap(group => group.points);
    const spots = data.groups.flatMap(group => group.curve);
    const drawable = value => value !== null && (!data.y.log || value > 0);
    const x = {log: data.x.log, at: scaled(data.x.log)};
    const y = {log: data.y.log, at: scaled(data.y.log), drawable: drawable};
    const placed = values => values.filter(drawable).map(y.at);
    y.ends = range(placed(points.map(point => point.value).concat(spots.map(spot => spot[1]), data.reference)),
      placed(points.flatMap(point => [point.low, point.high]).concat(spots.flatMap(spot => [spot[2], spot[3]]))), 0.8);
    const sizes = points.map(point => point.x).concat(spots.map(spot => spot[0])).map(x.at);
    x.ends = range(sizes, [], 0);
    if (!x.log && Math.min(...sizes) === 0) {
      x.ends[0] = 0;
    }
    const rests = points.map(point => point.residual).filter(residual => residual !== null);
    return {x: x, y: y, residual: rests.length ? Math.max(...rests.map(Math.abs)) * 1.25 || 1 : 0};
  }

  function ticksOf(axis, most) {
    const ends = axis.ends.map(end => axis.log ? 10 ** end : end);
    return (axis.log ? logTicks : evenTicks)(ends[0], ends[1], most);
  }

  /** Two grids over one another, or one where there are no residuals, with their axes, rulers and the line of chance. */
  function curveAxes(data, colour, option, scales, room, narrow) {
    const {x, y, residual} = scales;
    const LEFT = 66;
    const named = axis => axis.name + (axis.log ? ' (log scale)' : '');
    const ends = axis => ({min: axis.ends[0], max: axis.ends[1]});
    const across = Object.assign({name: named(data.x), nameGap: 27}, ends(x));
    const level = (at, grid, type, label) => ({type: 'line', data: [], xAxisIndex: grid, yAxisIndex: grid, silent: true,
      markLine: {silent: true, symbol: 'none', precision: 15, lineStyle: {color: colour.muted, type: type, width: 1.5},
        label: {show: Boolean(label), formatter: label, position: 'insideStartTop', color: colour.muted, fontSize: 12}, data: [{yAxis: at}]}});
    const xTicks = ticksOf(x, narrow ? 5 : 10);
    option.grid = [{left: LEFT, right: room, top: 12, height: CURVES}];
    option.xAxis = [bare(colour, residual ? ends(x) : across)];
    option.yAxis = [bare(colour, Object.assign({name: named(data.y), nameGap: LEFT - 18}, ends(y)))];
    option.series = [
      ruler(colour, 0, xTicks, x.at, tick => residual ? '' : size(tick), 'xAxis'),
      ruler(colour, 0, ticksOf(y, 8), y.at, tick => short(tick) + data.unit, 'yAxis')
    ];
    if (data.reference !== null) {
      option.series.push(level(y.at(data.reference), 0, 'dashed', 'chance'));
    }
    if (residual) {
      option.grid.push({left: LEFT, right: room, top: CURVES + 34, height: 76});
      option.xAxis.push(bare(colour, Object.assign({gridIndex: 1}, across)));
      option.yAxis.push(bare(colour, {gridIndex: 1, min: -residual, max: residual, name: data.residual, nameGap: LEFT - 18}));
      option.series.push(
        ruler(colour, 1, xTicks, x.at, size, 'xAxis'),
        ruler(colour, 1, evenTicks(-residual, residual, 4), tick => tick, tick => short(tick), 'yAxis'),
        level(0, 1, 'solid', ''));
    }
  }

  /** A curve with its band, and its points with their intervals and residuals. */
  function curveSeries(group, index, tint, scales, colour) {
    const {x, y} = scales;
    const line = group.curve.filter(spot => y.drawable(spot[1])).map(spot => [x.at(spot[0]), y.at(spot[1])]);
    const points = group.points.filter(point => y.drawable(point.value));
    const bars = points.filter(point => point.low !== null).map(point => ({x: x.at(point.x),
      low: y.drawable(point.low) ? y.at(point.low) : y.ends[0], high: y.at(point.high)}));
    const mark = (point, place) => ({point: point, value: [x.at(point.x), place], itemStyle: Object.assign({opacity: 1},
      point.heldOut ? {color: colour.page, borderColor: tint, borderWidth: 2} : {color: tint})});
    const quiet = {type: 'line', symbol: 'none', silent: true};
    const scatter = {type: 'scatter', symbol: SHAPES[index % SHAPES.length], z: 5};
    return [
      Object.assign({data: outline(group.curve, x, y), z: 1, lineStyle: {width: 0}, areaStyle: {color: tint, opacity: 0.16, origin: 'start'}}, quiet),
      Object.assign({data: line, name: group.label, z: 3, lineStyle: {color: tint, width: 2, type: DASHES[index % DASHES.length]}}, quiet),
      Object.assign({data: whiskers(bars, (bar, place, end) => [bar.x, end]), z: 4, lineStyle: {color: tint, width: 1.5}}, quiet),
      Object.assign({data: points.map(point => mark(point, y.at(point.value))), symbolSize: 9}, scatter),
      Object.assign({data: points.filter(point => point.residual !== null).map(point => mark(point, point.residual)), symbolSize: 7,
        xAxisIndex: 1, yAxisIndex: 1}, scatter)
    ].filter(one => one.data.length);
  }

  /** Names of the curves where they end. */
  function curveNames(groups, tints, scales, room) {
    const ends = groups.map(function (group, index) {
      const places = (group.curve.length ? group.curve : group.points.map(point => [point.x, point.value])).filter(place => scales.y.drawable(place[1]));
      return {label: group.label, tint: tints[index], place: places[places.length - 1]};
    }).filter(end => end.label && end.place);
    const span = scales.y.ends[1] - scales.y.ends[0];
    const heights = ends.map(end => (scales.y.ends[1] - scales.y.at(end.place[1])) / span * CURVES);
    return apart(heights, 15).map((height, index) => ({type: 'scatter', symbolSize: 0.1, silent: true, z: 6, itemStyle: {opacity: 1},
      data: [{value: [scales.x.at(ends[index].place[0]), scales.y.at(ends[index].place[1])], label: {show: true, position: 'right', distance: 6,
        offset: [0, height - heights[index]], color: ends[index].tint, formatter: plain(ends[index].label), fontSize: 12,
        width: room - 14, overflow: 'truncate', ellipsis: '…'}}]}));
  }

  function curves(data, colour, option, width) {
    const scales = curveScales(data);
    const labels = data.groups.map(group => group.label).filter(Boolean);
    const room = labels.length ? widest(labels, 110) + 14 : 16;
    const tints = data.groups.map((group, index) => between(colour, index, data.groups.length));
    curveAxes(data, colour, option, scales, room, width < NARROW);
    option.series.push(...data.groups.flatMap((group, index) => curveSeries(group, index, tints[index], scales, colour)),
      ...curveNames(data.groups, tints, scales, room));
    // rulers lie under everything; of single mark lines the library does not say how high they lie
    option.markLine = {z: 0};
    option.tooltip.formatter = function (mark) {
      const point = mark.data.point;
      const off = data.shift === 'logarithm' ? (100 * (Math.exp(point.residual) - 1)).toFixed(1) + ' %' : short(point.residual) + data.residualUnit;
      return [plain(point.name), point.place, data.y.name + ' ' + point.shown,
        point.residual === null ? '' : 'off the curve by ' + off.replace('-', '\u2212'), point.heldOut ? 'held out' : ''].filter(Boolean).join('\n');
    };
  }

  const HEIGHTS = {
    histogram: () => 280,
    reliability: () => 372,
    forest: data => 36 + 24 * Math.max(2, data.rows.length),
    parts: data => legendHeight(data) + 28 + 26 * data.rows.length,
    shift: data => 62 + 32 * data.rows.length,
    curves: data => data.groups.some(group => group.points.some(point => point.residual !== null)) ? 464 : 366
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
