import { BaseEdge, type Edge, type EdgeProps, EdgeText, getSmoothStepPath, Position } from '@xyflow/react'
import { NODE } from './graph-layout'

export type LineEdge = Edge<{ labelAt: 'source' | 'target' }, 'line'>

/** From the middle of the gap between two layers to a shape. */
const HALF = NODE.width / 2 - 8

/** A line that turns only between two layers, so that it crosses no name; its label stands over the end at which it is alone. */
export function Line({ id, sourceX, sourceY, targetX, targetY, label, data, style }: EdgeProps<LineEdge>) {
  const [path] = getSmoothStepPath({ sourceX, sourceY, sourcePosition: Position.Right, targetX, targetY, targetPosition: Position.Left, offset: 8, centerX: targetX - HALF, borderRadius: 6 })
  const atSource = data?.labelAt === 'source' && sourceY !== targetY
  return (
    <>
      <BaseEdge id={id} path={path} style={style} />
      {label === '' ? null : <EdgeText x={atSource ? sourceX + HALF : targetX - HALF} y={atSource ? sourceY : targetY} label={label} labelShowBg={false} />}
    </>
  )
}
